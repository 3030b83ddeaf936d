import type { StateValue } from "@aws-sdk/client-cloudwatch";
import { describe, expect, it } from "vitest";
import { type AlarmRule, type Datapoint, evaluateAlarm, evaluationRange, type MissingData } from "./alarm-evaluation";

const rule = (change: Partial<AlarmRule> = {}): AlarmRule => ({
  comparisonOperator: "GreaterThanThreshold",
  threshold: 10,
  evaluationPeriods: 3,
  datapointsToAlarm: 3,
  treatMissingData: "missing",
  ...change,
});

/** "0 - X": oldest first as AWS writes it; 0 within the threshold, X beyond, - missing. */
function datapoints(picture: string): (Datapoint | undefined)[] {
  const newestFirst = picture.split(" ").reverse();
  return newestFirst.map((each, index) => {
    if (each === "-") return undefined;
    return { at: new Date(-index * 60_000), value: each === "X" ? 20 : 1, sampleCount: 1 };
  });
}

const state = (picture: string, change: Partial<AlarmRule>, current: StateValue = "OK") =>
  evaluateAlarm(rule(change), datapoints(picture), current).state;

const RETAIN = "retained";
type Row = [picture: string, missing: string, ignore: string, breaching: string, notBreaching: string];

/** The tables of the CloudWatch user guide, "Configuring how CloudWatch alarms treat missing data". */
const THREE_OF_THREE: Row[] = [
  ["0 - X - X", "OK", "OK", "OK", "OK"],
  ["- - - - 0", "OK", "OK", "OK", "OK"],
  ["- - - - -", "INSUFFICIENT_DATA", RETAIN, "ALARM", "OK"],
  ["0 X X - X", "ALARM", "ALARM", "ALARM", "ALARM"],
  ["- - X - -", "ALARM", RETAIN, "ALARM", "OK"],
];
const TWO_OF_THREE: Row[] = [
  ["0 - X - X", "ALARM", "ALARM", "ALARM", "ALARM"],
  ["0 0 X 0 X", "ALARM", "ALARM", "ALARM", "ALARM"],
  ["0 - X - -", "OK", "OK", "ALARM", "OK"],
  ["- - - - 0", "OK", "OK", "ALARM", "OK"],
  ["- - - X -", "ALARM", RETAIN, "ALARM", "OK"],
];

describe("evaluateAlarm", () => {
  describe.each([
    { datapointsToAlarm: 3, rows: THREE_OF_THREE },
    { datapointsToAlarm: 2, rows: TWO_OF_THREE },
  ])("agrees with AWS's table for $datapointsToAlarm of 3", ({ datapointsToAlarm, rows }) => {
    it.each(rows)("%s", (picture, missing, ignore, breaching, notBreaching) => {
      const expected: [MissingData, string][] = [
        ["missing", missing],
        ["ignore", ignore],
        ["breaching", breaching],
        ["notBreaching", notBreaching],
      ];
      for (const [treatMissingData, wanted] of expected) {
        for (const current of ["OK", "ALARM", "INSUFFICIENT_DATA"] as const) {
          const found = state(picture, { datapointsToAlarm, treatMissingData }, current);
          expect(found, treatMissingData).toBe(wanted === RETAIN ? current : wanted);
        }
      }
    });
  });

  it("does not alarm on a single fresh datapoint before the others can have come", () => {
    expect(state("- - - - X", {}, "OK")).toBe("OK");
    expect(state("- - - X -", {}, "OK")).toBe("OK");
  });

  it("alarms on one breaching datapoint when one of one is wanted", () => {
    const one = { evaluationPeriods: 1, datapointsToAlarm: 1 };
    expect(state("- - X", one)).toBe("ALARM");
    expect(state("X X 0", one)).toBe("OK");
    expect(state("X - -", one)).toBe("ALARM");
    expect(state("- - -", { ...one, treatMissingData: "breaching" })).toBe("ALARM");
  });

  it.each([
    ["GreaterThanThreshold", "OK"],
    ["GreaterThanOrEqualToThreshold", "ALARM"],
    ["LessThanThreshold", "OK"],
    ["LessThanOrEqualToThreshold", "ALARM"],
  ] as const)("compares with %s at the threshold itself", (comparisonOperator, expected) => {
    const one = rule({ comparisonOperator, threshold: 1, evaluationPeriods: 1, datapointsToAlarm: 1 });
    expect(evaluateAlarm(one, datapoints("0"), "OK").state).toBe(expected);
  });

  it("tells what decided: datapoints newest first, how many breached, how many were missing", () => {
    const verdict = evaluateAlarm(rule({ treatMissingData: "breaching" }), datapoints("- - X - X"), "OK");
    expect(verdict).toMatchObject({ state: "ALARM", breaching: 2, missing: 1 });
    expect(verdict.evaluated).toHaveLength(2);
  });

  it("looks two periods further back than asked", () => {
    expect(evaluationRange(1)).toBe(3);
    expect(evaluationRange(3)).toBe(5);
  });
});
