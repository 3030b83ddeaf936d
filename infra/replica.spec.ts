// A replica in another account: two policies have to agree, that of the role there and that of the bucket here.
import { describe, expect, it } from "vitest";
import { namesOf } from "./names";
import { onlyOne } from "./testing/only-one";
import { identityStatements, listOf } from "./testing/policies";
import { ENVIRONMENTS, type Properties, type Synthesised } from "./testing/synthesised";

const environmentCalled = (name: string): Synthesised =>
  onlyOne(
    ENVIRONMENTS.filter(([each]) => each === name),
    name,
  )[1];

describe("the replica in another account", () => {
  const environment = environmentCalled("two-account");
  const { config, stacks } = environment;
  const names = namesOf(config);
  const lent = (bucket: string): Properties[] => allowing(policyOf(environment, bucket));
  const replicas = [names.backupsReplicaBucket, names.recordsReplicaBucket];

  it("is deployed with that account's credentials alone: it depends on no stack, and none drags it along", () => {
    expect(stacks.replica?.account).toBe(config.replica.account);
    expect(stacks.replica?.dependencies).toEqual([]);
    const others = Object.values(stacks).filter(
      (stack) => stack !== stacks.replica && stack !== stacks.replicaDelivery,
    );
    expect(others.filter((stack) => stack.account !== config.account)).toEqual([]);
    expect(others.filter((stack) => stacks.replica && stack.dependencies.includes(stacks.replica))).toEqual([]);
  });

  it("its buckets carry the number of the account they lie in", () => {
    for (const name of [...replicas, names.replicaAccessLogsBucket]) expect(name).toMatch(/-000000000004$/);
  });

  it.each([
    [names.backupsBucket, names.backupsReplicaBucket, names.backupsReplicationRole],
    [names.recordsBucket, names.recordsReplicaBucket, names.recordsReplicationRole],
  ])("%s replicates to %s, whose account becomes the owner of the copies", (source, replica, role) => {
    const bucket = onlyOne(
      environment.resources("AWS::S3::Bucket", "storage").filter((each) => each.properties.BucketName === source),
      source,
    );
    const { Rules } = bucket.properties.ReplicationConfiguration as { Rules: Properties[] };
    expect(onlyOne(Rules, "rule").Destination).toMatchObject({
      Bucket: `arn:aws:s3:::${replica}`,
      Account: config.replica.account,
      AccessControlTranslation: { Owner: "Destination" },
    });
    expect(actionsFor(lent(replica), role)).toEqual([
      "s3:ObjectOwnerOverrideToBucketOwner",
      "s3:ReplicateObject",
      "s3:ReplicateTags",
    ]);
  });

  it.each(replicas)(
    "the policy of %s lends each role of the primary's account what its own policy says, no more",
    (replica) => {
      const arn = `arn:aws:s3:::${replica}`;
      const about = (resources: unknown[]) =>
        resources.map(String).filter((each) => each === arn || each.startsWith(`${arn}/`));
      const asked = identityStatements(environment).flatMap(({ role, actions, resources }) =>
        actions.flatMap((action) => about(resources).map((resource) => `${role} ${action} ${resource}`)),
      );
      const given = lent(replica).flatMap((statement) =>
        listOf(statement.Action).flatMap((action) =>
          listOf(statement.Resource).map((resource) => `${roleOf(statement)} ${action} ${resource}`),
        ),
      );
      expect(asked.length).toBeGreaterThan(0);
      expect([...new Set(given)].sort()).toEqual([...new Set(asked)].sort());
    },
  );

  it("lends to that one account only, and nothing that deletes or writes but replication", () => {
    for (const statement of replicas.flatMap(lent)) {
      expect(statement.Principal).toEqual({ AWS: `arn:aws:iam::${config.account}:root` });
      expect(roleOf(statement)).not.toBe("");
      expect(listOf(statement.Action).filter((action) => /Delete|Put|Bypass/.test(String(action)))).toEqual([]);
    }
  });
});

it.each(["dev", "prod"])("the replica of %s lends nothing: its account is the environment's own", (name) => {
  const environment = environmentCalled(name);
  const names = namesOf(environment.config);
  expect(allowing(policyOf(environment, names.backupsReplicaBucket))).toEqual([]);
  const rules = environment
    .resources("AWS::S3::Bucket", "storage")
    .map((each) => JSON.stringify(each.properties.ReplicationConfiguration ?? {}));
  expect(rules.filter((each) => each.includes("AccessControlTranslation"))).toEqual([]);
});

function policyOf(environment: Synthesised, bucketName: string): Properties[] {
  const { id } = onlyOne(
    environment.resources("AWS::S3::Bucket", "replica").filter((each) => each.properties.BucketName === bucketName),
    bucketName,
  );
  const policy = environment
    .resources("AWS::S3::BucketPolicy", "replica")
    .filter((each) => (each.properties.Bucket as Properties).Ref === id);
  return (onlyOne(policy, `policy of ${bucketName}`).properties.PolicyDocument as Properties).Statement as Properties[];
}

const allowing = (statements: Properties[]) => statements.filter((each) => each.Effect === "Allow");

/** Name of the role a statement is narrowed to. */
const roleOf = ({ Condition }: Properties): string =>
  String((Condition as { ArnEquals?: Properties } | undefined)?.ArnEquals?.["aws:PrincipalArn"] ?? "").replace(
    /^.*:role\//,
    "",
  );

const actionsFor = (statements: Properties[], role: string): string[] =>
  statements
    .filter((each) => roleOf(each) === role)
    .flatMap((each) => listOf(each.Action).map(String))
    .sort();
