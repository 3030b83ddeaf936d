import { describe, expect, test } from "vitest";
import { FIRST_STEPS, type FirstStepFacts, firstSteps, isComplete, isSetUp } from "./first-steps";

const known = <T>(value: T) => ({ known: true as const, value });
const problem = { code: "aws-denied" as const, message: "AWS refuses sns:List", hint: "Grant it." };
const denied = { known: false as const, problem };
const subscriber = (confirmed: boolean) => ({
  topic: "t",
  protocol: "email",
  endpoint: "oncall@acme.example",
  confirmed,
});
const row = (replica: string, more: object = {}) =>
  ({
    id: "2026-11-21",
    sides: { primary: "present", replica },
    summary: { id: "2026-11-21", totalRepositories: 35, safeRepositories: 34, ...more },
  }) as never;

const EMPTY: FirstStepFacts = {
  snapshots: known([]),
  backup: known(undefined),
  apps: known(undefined),
  schedule: known({ expression: "cron(0 2 * * ? *)", timezone: "UTC", enabled: true }),
  replicated: true,
  proofs: known(undefined),
  subscribers: known([subscriber(true)]),
};
const COMPLETE: FirstStepFacts = {
  ...EMPTY,
  snapshots: known([row("present")]),
  apps: known([{ account: "acme", permissions: {}, suspended: false }]),
  proofs: known({ chains: 33, never: 30, failed: 0 }),
};

const step = (facts: Partial<FirstStepFacts>, id: string, from = EMPTY) =>
  firstSteps({ ...from, ...facts }).find((each) => each.id === id);
const states = (facts: FirstStepFacts) => firstSteps(facts).map(({ state }) => state);

describe("the first steps", () => {
  test("of an empty installation say what is to do, and that only a backup can tell of the App", () => {
    expect(states(EMPTY)).toEqual(["unknown", "done", "todo", "todo", "todo", "done"]);
    expect(isSetUp(firstSteps(EMPTY))).toBe(false);
  });

  test("are complete when each of them is done, and none besides", () => {
    expect(isComplete(firstSteps(COMPLETE))).toBe(true);
    for (const facts of [
      { schedule: known(undefined) },
      { schedule: known({ expression: "rate(1 day)", timezone: "UTC", enabled: false }) },
      { snapshots: known([row("missing")]) },
      { replicated: false },
      { proofs: known({ chains: 3, never: 3, failed: 0 }) },
      { subscribers: known([subscriber(true), subscriber(false)]) },
      { subscribers: known([]) },
      { apps: known([{ account: "acme", permissions: {}, suspended: true }]) },
      { snapshots: known([row("present", { totalRepositories: 0 })]) },
    ]) {
      const steps = firstSteps({ ...COMPLETE, ...facts });
      expect(steps.filter(({ state }) => state === "todo")).toHaveLength(1);
      expect(isSetUp(steps)).toBe(false);
    }
  });

  test("that cannot be known say why, and count neither as done nor as to do", () => {
    const steps = firstSteps({ ...COMPLETE, subscribers: denied, schedule: denied });
    expect(steps.filter(({ state }) => state === "unknown").map(({ id }) => id)).toEqual(["schedule", "subscribers"]);
    expect(step({ subscribers: denied }, "subscribers")?.text).toContain("AWS refuses sns:List. Grant it.");
    expect(isComplete(steps)).toBe(false);
    expect(isSetUp(steps)).toBe(true);
  });

  test("tell what the last backup stumbled over, and name the App where it was the App", () => {
    const failed = (code: string) =>
      known({
        kind: "backup",
        id: "r",
        state: "failed",
        error: { code, message: "no App", hint: "Install it." },
      } as never);
    expect(step({ backup: failed("app-not-installed") }, "app")).toMatchObject({ state: "todo" });
    expect(step({ backup: failed("storage-denied") }, "app")).toMatchObject({ state: "unknown" });
    expect(step({ backup: failed("storage-denied") }, "backup")?.text).toContain("no App. Install it.");
    const running = known({ kind: "backup", id: "r-1", state: "running" } as never);
    expect(step({ backup: running }, "backup")?.text).toContain("going on now");
  });

  test("nothing readable is nothing known: no step claims to be to do for it", () => {
    const dark = {
      snapshots: denied,
      backup: denied,
      apps: denied,
      schedule: denied,
      proofs: denied,
      subscribers: denied,
    };
    expect(states({ ...dark, replicated: true })).toEqual(FIRST_STEPS.map(() => "unknown"));
  });
});
