import { describe, expect, test } from "vitest";
import { snapshotId } from "../ids-schema";
import { bucketRetention } from "./bucket-retention";
import { keptRows } from "./kept-rows";
import { keptUntil } from "./kept-until";

const FACTS = { rootPrefix: "github-backup", fullIntervalDays: 30 };
const known = <T>(value: T) => ({ known: true as const, value });
const rulesOf = (lifecycle: object[], lock?: object) =>
  bucketRetention({ lifecycle: known(lifecycle as never), lock: known(lock as never) }, FACTS);
const PROD = rulesOf(
  [
    { prefix: "github-backup/2", expirationDays: 402, noncurrentDays: 30 },
    { prefix: "github-backup/holds/", expirationDays: 730, noncurrentDays: 30 },
    { prefix: "", abortUploadDays: 7 },
  ],
  { enabled: true, mode: "GOVERNANCE", days: 402 },
);

describe("the rules of a bucket", () => {
  test("say for how long snapshots are guaranteed: so long as bundles live, less the longest chain", () => {
    expect(PROD).toEqual(
      known({
        ...{ keptDays: 402, guaranteeDays: 365, recoveryDays: 30, holdDays: 730, moves: undefined },
        lock: { mode: "governance", days: 402 },
      }),
    );
  });

  test("that hold for everything hold for backups too, and the shortest of several decides", () => {
    const rules = rulesOf([
      { prefix: "", expirationDays: 90, transitions: [{ days: 40, storageClass: "GLACIER_IR" }] },
      { prefix: "github-backup/2", expirationDays: 402 },
      { prefix: "runs/", expirationDays: 5 },
    ]);
    expect(rules).toMatchObject({
      value: { keptDays: 90, guaranteeDays: 53, holdDays: 90, moves: { storageClass: "GLACIER_IR", afterDays: 40 } },
    });
  });

  test("that cannot be read are unknown, and never none", () => {
    const problem = { code: "aws-denied" as const, message: "no", hint: "Ask." };
    expect(bucketRetention({ lifecycle: { known: false, problem }, lock: known(undefined) }, FACTS)).toEqual({
      known: false,
      problem,
    });
    expect(bucketRetention({ lifecycle: known([]), lock: { known: false, problem } }, FACTS)).toMatchObject({
      problem,
    });
  });
});

describe("a snapshot is kept", () => {
  const snapshot = { finishedAt: "2026-01-10T02:30:00.000Z", oldestBundleAt: "2026-01-02T02:00:00.000Z" };
  const at = (now: string) => PROD.known && keptUntil(snapshot, PROD.value, new Date(now));

  test("for the days of the guarantee; its bundles go at the midnight after their days", () => {
    expect(at("2026-11-21T00:00:00Z")).toEqual({
      state: "guaranteed",
      guaranteedUntil: "2027-01-10T02:30:00.000Z",
      wholeUntil: "2027-02-09T00:00:00.000Z",
      ownUntil: "2027-02-17T00:00:00.000Z",
      lockedUntil: "2027-02-16T02:30:00.000Z",
    });
  });

  test.each([
    ["2027-01-03T02:00:00Z", "guaranteed"],
    ["2027-01-04T02:00:00Z", "expiring"],
    ["2027-01-10T02:31:00Z", "past"],
    ["2027-02-08T23:59:00Z", "past"],
    ["2027-02-09T00:00:00Z", "cut"],
  ])("at %s it is %s", (now, state) => {
    expect(at(now)).toMatchObject({ state });
  });

  test("for ever where nothing expires", () => {
    const rules = rulesOf([{ prefix: "", abortUploadDays: 7 }]);
    expect(rules.known && keptUntil(snapshot, rules.value, new Date("2040-01-01"))).toEqual({
      state: "forever",
      lockedUntil: undefined,
    });
  });

  test("as long as the better of its copies, and a bucket that lacks it keeps nothing of it", () => {
    const row = (sides: object) =>
      ({ id: snapshotId.parse("2026-01-10"), sides, summary: { ...snapshot, storedBytes: 1, heldChains: 0 } }) as never;
    const short = rulesOf([{ prefix: "github-backup/2", expirationDays: 60 }]);
    const buckets = [
      { side: "primary" as const, bucket: "a", region: "us-east-1", rules: short },
      { side: "replica" as const, bucket: "b", region: "eu-west-1", rules: PROD },
    ];
    const state = (sides: object) => keptRows([row(sides)], buckets, new Date("2026-06-01"))[0]?.state;
    expect(state({ primary: "present", replica: "present" })).toBe("guaranteed");
    expect(state({ primary: "present", replica: "missing" })).toBe("cut");
    expect(state({ primary: "missing", replica: "unreachable" })).toBeUndefined();
  });
});
