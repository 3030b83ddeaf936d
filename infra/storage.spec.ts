import { describe, expect, it } from "vitest";
import { EXPORTS_PREFIX, holdFileKey, holdPrefix } from "@/lib/domain/bucket-keys";
import { longestChainDays } from "@/lib/domain/bundle-chain";
import { snapshotId } from "@/lib/domain/ids-schema";
import { namesOf } from "./names";
import { onlyOne } from "./testing/only-one";
import { ENVIRONMENTS, type Properties } from "./testing/synthesised";

describe.each(ENVIRONMENTS)("buckets of %s", (_, environment) => {
  const { config } = environment;
  const names = namesOf(config);
  const buckets = environment.resources("AWS::S3::Bucket");
  const named = (name: string) =>
    onlyOne(
      buckets.filter((each) => each.properties.BucketName === name),
      `bucket ${name}`,
    );
  const data = [names.backupsBucket, names.recordsBucket, names.backupsReplicaBucket, names.recordsReplicaBucket];
  const policyOf = (name: string): Properties[] => {
    const { id } = named(name);
    // Logical ids repeat between the storage and the replica stack: look in the one the bucket is in.
    const stack = name.includes("-replica-") ? "replica" : "storage";
    const policies = environment.resources("AWS::S3::BucketPolicy", stack);
    const policy = policies.filter((each) => (each.properties.Bucket as Properties).Ref === id);
    return (onlyOne(policy, `policy of ${name}`).properties.PolicyDocument as Properties).Statement as Properties[];
  };

  it("all six are there, under their fixed names", () => {
    const expected = [...data, names.accessLogsBucket, names.replicaAccessLogsBucket];
    expect(buckets.map((each) => each.properties.BucketName).sort()).toEqual(expected.sort());
  });

  it.each(buckets.map((each) => each.properties))(
    "$BucketName is versioned, encrypted and closed to the public",
    (bucket) => {
      expect(bucket).toMatchObject({
        VersioningConfiguration: { Status: "Enabled" },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        OwnershipControls: { Rules: [{ ObjectOwnership: "BucketOwnerEnforced" }] },
      });
      expect(bucket.BucketEncryption).toBeDefined();
    },
  );

  it.each(data)("%s answers over TLS 1.2 or newer only", (name) => {
    const denials = policyOf(name).filter((each) => each.Effect === "Deny");
    expect(denials).toContainEqual(
      expect.objectContaining({ Action: "s3:*", Condition: { Bool: { "aws:SecureTransport": "false" } } }),
    );
    expect(denials).toContainEqual(
      expect.objectContaining({ Condition: { NumericLessThan: { "s3:TlsVersion": 1.2 } } }),
    );
  });

  it.each(data)("%s refuses keys that only the writer holds (SSE-C)", (name) => {
    expect(policyOf(name)).toContainEqual(
      expect.objectContaining({
        Sid: "RefuseCustomerProvidedKeys",
        Effect: "Deny",
        Condition: { Null: { "s3:x-amz-server-side-encryption-customer-algorithm": "false" } },
      }),
    );
  });

  it.each(data)("%s refuses deletions by anybody where the environment is protected", (name) => {
    const refusals = policyOf(name).filter((each) => each.Sid === "RefuseDelete");
    expect(refusals).toHaveLength(config.protected ? 1 : 0);
    for (const each of refusals) {
      expect(each).toMatchObject({
        Effect: "Deny",
        Principal: { AWS: "*" },
        Action: ["s3:DeleteObject", "s3:DeleteObjectVersion"],
      });
      expect(each.Condition).toBeUndefined();
    }
  });

  it.each(data)("%s gives up incomplete uploads after 7 days", (name) => {
    expect(rulesOf(named(name).properties)).toContainEqual(
      expect.objectContaining({ AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 }, Status: "Enabled" }),
    );
  });

  it.each([names.backupsBucket, names.backupsReplicaBucket])(
    "%s keeps bundles for the retention and one full interval more, held chains by their own rule, and never expires its own README",
    (name) => {
      const expiring = rulesOf(named(name).properties).filter((each) => each.ExpirationInDays !== undefined);
      expect(expiring).toMatchObject([
        {
          ExpirationInDays: config.backups.retentionDays + longestChainDays(config.backups.fullIntervalDays),
          NoncurrentVersionExpiration: { NoncurrentDays: config.backups.recoveryDays },
        },
        { ExpirationInDays: config.backups.holdDays },
      ]);
      const root = config.backups.rootPrefix;
      const held = holdPrefix(root, { id: 7, repo: "acme/web" }, snapshotId.parse("2026-04-16"));
      const ruled = (key: string) => expiring.map(({ Prefix }) => key.startsWith(String(Prefix)));
      expect(ruled(`${root}/2026-04-16/manifest.json`)).toEqual([true, false]);
      expect(ruled(holdFileKey(held))).toEqual([false, true]);
      expect(ruled(`${root}/README.txt`)).toEqual([false, false]);
    },
  );

  it.each([names.recordsBucket, names.recordsReplicaBucket])(
    "%s drops bundles for downloads within days, versions and all, and keeps receipts",
    (name) => {
      const rules = rulesOf(named(name).properties);
      const exports = onlyOne(
        rules.filter((each) => each.Prefix === EXPORTS_PREFIX),
        "rule",
      );
      expect(exports).toMatchObject({ ExpirationInDays: 3, NoncurrentVersionExpiration: { NoncurrentDays: 1 } });
      const expiring = rules.filter((each) => each.ExpirationInDays !== undefined).map((each) => String(each.Prefix));
      expect(expiring.filter((prefix) => "receipts/20260416T020000Z-aaaaaa.json".startsWith(prefix))).toEqual([]);
    },
  );

  it.each([
    [names.backupsBucket, names.backupsReplicaBucket],
    [names.recordsBucket, names.recordsReplicaBucket],
  ])("%s replicates every object to %s, and no delete marker", (source, replica) => {
    const { Rules } = named(source).properties.ReplicationConfiguration as { Rules: Properties[] };
    expect(Rules).toMatchObject([
      {
        Status: "Enabled",
        Filter: { Prefix: "" },
        DeleteMarkerReplication: { Status: "Disabled" },
        Destination: { Bucket: `arn:aws:s3:::${replica}` },
      },
    ]);
  });

  it("replication keeps its 15 minute promise, and measures it, where it is paid for", () => {
    const { Rules } = named(names.backupsBucket).properties.ReplicationConfiguration as { Rules: Properties[] };
    const control = (onlyOne(Rules, "rule").Destination as Properties).ReplicationTime;
    const metrics = (onlyOne(Rules, "rule").Destination as Properties).Metrics;
    if (!config.replica.timeControl) return expect([control, metrics]).toEqual([undefined, undefined]);
    expect(control).toMatchObject({ Status: "Enabled", Time: { Minutes: 15 } });
    expect(metrics).toMatchObject({ Status: "Enabled", EventThreshold: { Minutes: 15 } });
  });

  it("the replica stands in another region than the primary", () => {
    expect(environment.stacks.replica?.region).toBe(config.replica.region);
    expect(environment.stacks.replica?.region).not.toBe(environment.stacks.storage.region);
  });

  it("data outlives its stack where the environment is protected", () => {
    const policies = data.map((name) => named(name).resource.DeletionPolicy);
    expect(new Set(policies)).toEqual(new Set([config.protected ? "Retain" : "Delete"]));
    expect(environment.stacks.storage.terminationProtection).toBe(config.protected);
  });
});

const rulesOf = (bucket: Properties): Properties[] => (bucket.LifecycleConfiguration as { Rules: Properties[] }).Rules;
