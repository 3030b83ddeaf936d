// SSE-KMS by configuration: a key in each region, and each role with exactly the uses of it that its work takes.
import { describe, expect, it } from "vitest";
import { DEV } from "./environments";
import { namesOf } from "./names";
import { onlyOne } from "./testing/only-one";
import { identityStatements, listOf } from "./testing/policies";
import { ENVIRONMENTS, type Properties, type Synthesised, synthesise } from "./testing/synthesised";

const IMAGES = { from: "registry", worker: "worker:1", console: "console:1" } as const;
const ALL: [string, Synthesised][] = [
  ...ENVIRONMENTS,
  ["dev with keys of its own", synthesise({ ...DEV, images: IMAGES, encryption: "kms" })],
];
const WITH_KEYS = ALL.filter(([, { config }]) => config.encryption === "kms");
const WITHOUT = ALL.filter(([, { config }]) => config.encryption === "s3");

describe.each(WITH_KEYS)("encryption of %s", (_, environment) => {
  const { config } = environment;
  const names = namesOf(config);
  const [primary, replica] = [
    { ...config, arn: `arn:aws:kms:${config.region}:${config.account}:key/*` },
    {
      region: config.replica.region,
      arn: `arn:aws:kms:${config.replica.region}:${config.replica.account ?? config.account}:key/*`,
    },
  ];
  const uses = (role: string) =>
    identityStatements(environment)
      .filter((each) => each.role === role && each.actions.some((action) => action.startsWith("kms:")))
      .map(({ actions, resources, condition }) => ({
        actions,
        key: String(resources[0]),
        service: ((condition as Conditions).StringEquals?.["kms:ViaService"] ?? "") as string,
        buckets: listOf((condition as Conditions).StringLike?.["kms:EncryptionContext:aws:s3:arn"])
          .map(String)
          .filter((arn) => !arn.endsWith("/*"))
          .map((arn) => arn.replace(/^arn:aws:s3:::/, "")),
      }));
  const ofPrimary = (action: string, ...buckets: string[]) => ({
    ...{ actions: [action], key: primary?.arn, service: `s3.${config.region}.amazonaws.com`, buckets },
  });
  const ofReplica = (actions: string[], ...buckets: string[]) => ({
    ...{ actions, key: replica?.arn, service: `s3.${config.replica.region}.amazonaws.com`, buckets },
  });

  it("has a key in each region, renewed every year, with the same alias", () => {
    for (const stack of ["key", "replica"] as const) {
      const { properties, resource } = onlyOne(environment.resources("AWS::KMS::Key", stack), `key of ${stack}`);
      expect(properties.EnableKeyRotation).toBe(true);
      expect(resource.DeletionPolicy).toBe(config.protected ? "Retain" : "Delete");
      const alias = onlyOne(environment.resources("AWS::KMS::Alias", stack), "alias").properties;
      expect(alias.AliasName).toBe(`alias/holdfast-${config.name}`);
    }
  });

  it.each([names.backupsBucket, names.recordsBucket, names.backupsReplicaBucket, names.recordsReplicaBucket])(
    "%s is encrypted with its region's key, through a bucket key",
    (name) => {
      const bucket = bucketOf(environment, name);
      expect(bucket.BucketEncryption).toMatchObject({
        ServerSideEncryptionConfiguration: [
          { BucketKeyEnabled: true, ServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" } },
        ],
      });
    },
  );

  it.each([names.backupsBucket, names.recordsBucket])(
    "%s is replicated, and encrypted anew with the replica's key",
    (name) => {
      const { Rules } = bucketOf(environment, name).ReplicationConfiguration as { Rules: Properties[] };
      const rule = onlyOne(Rules, "rule");
      expect(rule.SourceSelectionCriteria).toEqual({ SseKmsEncryptedObjects: { Status: "Enabled" } });
      const { EncryptionConfiguration: encryption } = rule.Destination as { EncryptionConfiguration: Properties };
      expect(encryption.ReplicaKmsKeyID).toEqual(
        config.replica.account
          ? { Ref: "ReplicaKeyArn" }
          : `arn:aws:kms:${config.replica.region}:${config.account}:alias/holdfast-${config.name}`,
      );
    },
  );

  it.each([names.backupRole, names.holdRole])("%s reads and encrypts in the primary alone", (role) => {
    const buckets = [names.backupsBucket, names.recordsBucket];
    expect(uses(role)).toEqual([ofPrimary("kms:Decrypt", ...buckets), ofPrimary("kms:GenerateDataKey", ...buckets)]);
  });

  it.each([names.restoreRole, names.verifyRole, names.consoleRole])(
    "%s reads both copies, and encrypts records only",
    (role) => {
      expect(uses(role)).toEqual([
        ofPrimary("kms:Decrypt", names.backupsBucket, names.recordsBucket),
        ofReplica(["kms:Decrypt"], names.backupsReplicaBucket),
        ofPrimary("kms:GenerateDataKey", names.recordsBucket),
      ]);
    },
  );

  it.each([
    [names.backupsReplicationRole, names.backupsBucket, names.backupsReplicaBucket],
    [names.recordsReplicationRole, names.recordsBucket, names.recordsReplicaBucket],
  ])("%s reads %s and encrypts in %s, nothing else", (role, source, copy) => {
    expect(uses(role)).toEqual([
      ofPrimary("kms:Decrypt", source),
      ofReplica(["kms:Encrypt", "kms:GenerateDataKey"], copy),
    ]);
  });

  it("every log is encrypted with the key, which lets CloudWatch use it for this environment's logs only", () => {
    const groups = environment.resources("AWS::Logs::LogGroup").map((each) => each.properties);
    expect(groups.map((each) => each.LogGroupName).length).toBe(3);
    expect(groups.filter((each) => each.KmsKeyId === undefined)).toEqual([]);
    const statements = keyPolicy(environment, "key").filter((each) => each.Sid === "EncryptLogs");
    expect(onlyOne(statements, "statement").Condition).toEqual({
      ArnLike: {
        "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:${config.region}:${config.account}:log-group:/holdfast/${config.name}/*`,
      },
    });
  });

  it("the replica's key lends another account's roles what their own policies say of it, and nobody else anything", () => {
    const lent = keyPolicy(environment, "replica").filter(
      (each) => (each.Condition as Conditions)?.ArnEquals !== undefined,
    );
    const given = lent.map((each) => {
      const { ArnEquals } = each.Condition as Conditions;
      return `${String(ArnEquals?.["aws:PrincipalArn"]).replace(/^.*\//, "")} ${listOf(each.Action).join()}`;
    });
    const asked = identityStatements(environment)
      .filter((each) => each.resources.includes(replica?.arn ?? ""))
      .map((each) => `${each.role} ${each.actions.join()}`);
    expect(asked).toHaveLength(6);
    expect(given.sort()).toEqual(config.replica.account ? asked.sort() : []);
  });
});

describe.each(WITHOUT)("encryption of %s", (_, environment) => {
  it("is S3's own: no key, and no use of one in any policy", () => {
    expect(environment.resources("AWS::KMS::Key")).toEqual([]);
    const actions = identityStatements(environment).flatMap((each) => each.actions);
    expect(actions.filter((each) => each.startsWith("kms:"))).toEqual([]);
    const { backupsBucket } = namesOf(environment.config);
    expect(JSON.stringify(bucketOf(environment, backupsBucket).BucketEncryption)).toContain("AES256");
  });
});

type Conditions = { StringEquals?: Properties; StringLike?: Properties; ArnEquals?: Properties };

function bucketOf(environment: Synthesised, name: string): Properties {
  const buckets = environment.resources("AWS::S3::Bucket").map((each) => each.properties);
  return onlyOne(
    buckets.filter((each) => each.BucketName === name),
    name,
  );
}

function keyPolicy(environment: Synthesised, stack: "key" | "replica"): Properties[] {
  const { properties } = onlyOne(environment.resources("AWS::KMS::Key", stack), "key");
  return (properties.KeyPolicy as Properties).Statement as Properties[];
}
