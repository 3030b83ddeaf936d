// Alarms have one home, lib/domain/alarms-for.ts. Here CloudWatch's and the runbook's side are held against it.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ALARM_IDS, alarmName, runbookAnchor } from "@/lib/domain/alarm";
import { alarmByName, alarmsFor } from "@/lib/domain/alarms-for";
import { METRIC_NAMESPACE } from "@/lib/domain/metrics";
import { namesOf } from "./names";
import { targetsOf } from "./settings";
import { onlyOne } from "./testing/only-one";
import { ENVIRONMENTS, type Properties } from "./testing/synthesised";

describe.each(ENVIRONMENTS)("alarms of %s", (_, environment) => {
  const { prefix } = namesOf(environment.config);
  const ALARMS = alarmsFor(targetsOf(environment.config));
  const alarms = environment.resources("AWS::CloudWatch::Alarm").map((each) => each.properties);

  it("are those of the domain, no more and no fewer", () => {
    expect(alarms.map((each) => each.AlarmName).sort()).toEqual(ALARMS.map((each) => alarmName(prefix, each)).sort());
  });

  it.each(ALARMS)("$id watches what the domain says, also when data is missing", (definition) => {
    const alarm = onlyOne(
      alarms.filter((each) => alarmByName(ALARMS, prefix, String(each.AlarmName)) === definition),
      definition.id,
    );
    expect(alarm).toMatchObject({
      Namespace: METRIC_NAMESPACE,
      MetricName: definition.metric,
      Statistic: definition.statistic,
      Period: definition.periodSeconds,
      EvaluationPeriods: definition.evaluationPeriods,
      DatapointsToAlarm: definition.datapointsToAlarm,
      Threshold: definition.threshold,
      ComparisonOperator: definition.comparison,
      TreatMissingData: definition.treatMissingData,
    });
    expect(alarm.Dimensions, "the worker publishes without dimensions").toBeUndefined();
  });

  it.each(ALARMS)("$id says what it means and where to read on", (definition) => {
    const alarm = alarms.find((each) => each.AlarmName === alarmName(prefix, definition));
    expect(alarm?.AlarmDescription).toContain(definition.meaning);
    expect(alarm?.AlarmDescription).toContain(runbookAnchor(definition));
  });

  it("all tell people when they ring and when it is over", () => {
    const topic = onlyOne(environment.resources("AWS::SNS::Topic"), "topic");
    for (const alarm of alarms) {
      expect(alarm).toMatchObject({ AlarmActions: [{ Ref: topic.id }], OKActions: [{ Ref: topic.id }] });
      expect(alarm.ActionsEnabled ?? true).toBe(true);
    }
  });

  it("reach every configured address", () => {
    const subscriptions = environment.resources("AWS::SNS::Subscription").map((each) => each.properties);
    expect(subscriptions.map((each: Properties) => [each.Protocol, each.Endpoint])).toEqual(
      environment.config.alarms.emails.map((email) => ["email", email]),
    );
  });

  it("are shown on a dashboard", () => {
    const { properties } = onlyOne(environment.resources("AWS::CloudWatch::Dashboard"), "dashboard");
    const body = JSON.stringify(properties.DashboardBody);
    expect(ALARMS.length).toBeGreaterThan(0);
    for (const { id } of environment.resources("AWS::CloudWatch::Alarm")) expect(body).toContain(id);
  });
});

describe("the operator's runbook", () => {
  const runbook = readFileSync(new URL("../docs/operator-runbook.md", import.meta.url), "utf8");
  const sections = new Map(
    runbook
      .split(/^## /m)
      .slice(1)
      .map((text) => {
        const [heading = "", ...body] = text.split("\n");
        return [anchorOf(heading), body.join("\n")];
      }),
  );

  it.each(ALARM_IDS)("has a heading whose anchor is %s, with Description, Investigation and Resolution", (id) => {
    const body = sections.get(id);
    expect(body, `docs/operator-runbook.md has no heading with the anchor ${id}`).toBeDefined();
    const headings = [...(body ?? "").matchAll(/^### (.+)$/gm)].map((match) => match[1]);
    expect(headings).toEqual(["Description", "Investigation", "Resolution"]);
  });

  it("has no entry for an alarm that does not exist", () => {
    const written = [...sections].filter(([, body]) => body.includes("### Investigation")).map(([anchor]) => anchor);
    expect(written.sort()).toEqual([...ALARM_IDS].sort());
  });
});

/** As GitHub makes an anchor of a heading. */
function anchorOf(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");
}
