// Object lock: what is locked, for how long, and that lifecycle and lock are of one mind.
import { describe, expect, it } from "vitest";
import { longestChainDays } from "@/lib/domain/bundle-chain";
import { DEV } from "./environments";
import { namesOf } from "./names";
import { onlyOne } from "./testing/only-one";
import { identityStatements } from "./testing/policies";
import { ENVIRONMENTS, type Properties, type Synthesised, synthesise } from "./testing/synthesised";

describe.each(ENVIRONMENTS)("object lock of %s", (_, environment) => {
  const { config } = environment;
  const names = namesOf(config);

  it.each([
    ["primary", names.backupsBucket],
    ["replica", names.backupsReplicaBucket],
  ] as const)("of the %s is what the configuration says, for as long as a bundle may be needed", (side, name) => {
    const bucket = bucketOf(environment, name);
    const lock = config.lock[side];
    if (!lock)
      return expect([bucket.ObjectLockEnabled, bucket.ObjectLockConfiguration]).toEqual([undefined, undefined]);
    expect(bucket).toMatchObject({
      ObjectLockEnabled: true,
      VersioningConfiguration: { Status: "Enabled" },
      ObjectLockConfiguration: {
        ObjectLockEnabled: "Enabled",
        Rule: {
          DefaultRetention: {
            Mode: lock.mode.toUpperCase(),
            Days: config.backups.retentionDays + longestChainDays(config.backups.fullIntervalDays),
          },
        },
      },
    });
  });

  it("ends before lifecycle removes a bundle, so that nothing is paid for that nobody can remove", () => {
    const { LifecycleConfiguration: lifecycle, ObjectLockConfiguration: lock } = bucketOf(
      environment,
      names.backupsReplicaBucket,
    ) as { LifecycleConfiguration: { Rules: Properties[] }; ObjectLockConfiguration?: LockConfiguration };
    const rule = onlyOne(
      lifecycle.Rules.filter((each) => each.Id === "expire-backups"),
      "rule",
    );
    const kept = Number(rule.ExpirationInDays) + config.backups.recoveryDays;
    expect(lock?.Rule.DefaultRetention.Days ?? 0).toBeLessThanOrEqual(kept);
  });

  it("is not on records, whose running ones are rewritten all the time, nor on access logs, which S3 could not write then", () => {
    const others = [
      names.recordsBucket,
      names.recordsReplicaBucket,
      names.accessLogsBucket,
      names.replicaAccessLogsBucket,
    ];
    expect(others.filter((name) => bucketOf(environment, name).ObjectLockEnabled !== undefined)).toEqual([]);
  });

  it("S3 may read the lock of an original, to copy it, where originals are locked", () => {
    const actions = identityStatements(environment)
      .filter((each) => each.role === names.backupsReplicationRole)
      .flatMap((each) => each.actions);
    const needed = ["s3:GetObjectLegalHold", "s3:GetObjectRetention"];
    expect(actions.filter((each) => needed.includes(each)).sort()).toEqual(config.lock.primary ? needed : []);
  });
});

it("covers an environment without a lock, one with it on both sides, and one with it on the replica alone", () => {
  const sides = ENVIRONMENTS.map(([, { config }]) => Object.keys(config.lock).join("+"));
  expect(sides).toEqual(expect.arrayContaining(["", "primary+replica", "replica"]));
});

it("a bucket on which it was switched on by hand gets the retention, and no wish to be made anew with a lock", () => {
  const environment = synthesise({
    ...DEV,
    images: { from: "registry", worker: "worker:1", console: "console:1" },
    lock: { replica: { mode: "compliance", switchedOnByHand: true } },
  });
  const bucket = bucketOf(environment, namesOf(environment.config).backupsReplicaBucket);
  expect(bucket.ObjectLockEnabled).toBeUndefined();
  expect(bucket.ObjectLockConfiguration).toMatchObject({ Rule: { DefaultRetention: { Mode: "COMPLIANCE" } } });
});

type LockConfiguration = { Rule: { DefaultRetention: { Days: number } } };

function bucketOf(environment: Synthesised, name: string): Properties {
  const buckets = environment.resources("AWS::S3::Bucket").map((each) => each.properties);
  return onlyOne(
    buckets.filter((each) => each.BucketName === name),
    name,
  );
}
