// Least privilege, judged on the synthesised templates.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { METRIC_NAMESPACE } from "@/lib/domain/metrics";
import { namesOf } from "./names";
import { actionsOf, type FoundStatement, identityStatements } from "./testing/policies";
import { ENVIRONMENTS } from "./testing/synthesised";

describe.each(ENVIRONMENTS)("roles of %s", (_, environment) => {
  const names = namesOf(environment.config);
  const statements = identityStatements(environment);
  const of = (role: string): FoundStatement[] => statements.filter((each) => each.role === role);
  const withAction = (role: string, action: string) => of(role).filter((each) => each.actions.includes(action));

  /** encryption.spec.ts has them in detail. */
  const keyUses = environment.config.encryption === "kms" ? ["kms:Decrypt", "kms:GenerateDataKey"] : [];

  it("no role has a wildcard in an action", () => {
    expect(statements.flatMap((each) => each.actions).filter((action) => action.includes("*"))).toEqual([]);
  });

  it("no role of Holdfast can delete anything, and S3 replicates no deletion", () => {
    const deleting = statements.flatMap((each) => each.actions).filter((action) => /delete|purge|remove/i.test(action));
    expect(deleting).toEqual([]);
  });

  it("no role can change a bucket's policy, lifecycle, versioning or replication", () => {
    const changing = statements
      .flatMap((each) => each.actions)
      .filter((action) => /^s3:(Put(?!Object$)|Bypass|CreateBucket)/.test(action));
    expect(changing).toEqual([]);
  });

  it("the backup role has exactly what a backup needs", () => {
    expect(actionsOf(statements, names.backupRole)).toEqual([
      "cloudwatch:PutMetricData",
      ...keyUses,
      "s3:AbortMultipartUpload",
      "s3:GetObject",
      "s3:GetObjectVersion",
      "s3:ListBucket",
      "s3:PutObject",
      "secretsmanager:GetSecretValue",
    ]);
  });

  it.each([
    ["the audit trail", "/audit/", 5],
    ["what two people decide", "/approvals/", 1],
    ["what tokens may", "/tokens/", 1],
  ])("whatever a role adds to %s, it replaces nothing there", (_, folder, roles) => {
    const adding = statements.filter(
      ({ actions, resources }) =>
        actions.includes("s3:PutObject") && resources.some((each) => String(each).includes(folder)),
    );
    expect(new Set(adding.map(({ role }) => role)).size).toBeGreaterThanOrEqual(roles);
    for (const each of adding) expect(each.condition).toEqual({ Null: { "s3:if-none-match": "false" } });
  });

  it("the backup role publishes metrics in Holdfast's namespace only", () => {
    expect(withAction(names.backupRole, "cloudwatch:PutMetricData")).toMatchObject([
      { condition: { StringEquals: { "cloudwatch:namespace": METRIC_NAMESPACE } } },
    ]);
  });

  it("the restore role writes no backup: it puts run records, journals, receipts, drills, exports and audit entries, nothing else", () => {
    const written = withAction(names.restoreRole, "s3:PutObject").flatMap((each) => each.resources);
    expect(written.sort()).toEqual([
      `arn:aws:s3:::${names.recordsBucket}/audit/*`,
      `arn:aws:s3:::${names.recordsBucket}/drills/*`,
      `arn:aws:s3:::${names.recordsBucket}/exports/*`,
      `arn:aws:s3:::${names.recordsBucket}/receipts/*`,
      `arn:aws:s3:::${names.recordsBucket}/restores/*`,
      `arn:aws:s3:::${names.recordsBucket}/runs/*`,
    ]);
  });

  it("the restore role finds what was deleted in either copy, and lists no other bucket's versions", () => {
    const listed = withAction(names.restoreRole, "s3:ListBucketVersions").flatMap((each) => each.resources);
    expect(listed).toEqual([`arn:aws:s3:::${names.backupsBucket}`, `arn:aws:s3:::${names.backupsReplicaBucket}`]);
  });

  it("the restore role reads the primary and the replica", () => {
    const read = withAction(names.restoreRole, "s3:GetObjectVersion").flatMap((each) => each.resources);
    expect(read.filter((each) => !String(each).includes(names.recordsBucket))).toEqual([
      `arn:aws:s3:::${names.backupsBucket}/github-backup/*`,
      `arn:aws:s3:::${names.backupsReplicaBucket}/github-backup/*`,
    ]);
  });

  it("the verify role reads both copies, keeps its record and proofs, publishes, and nothing else", () => {
    expect(actionsOf(statements, names.verifyRole)).toEqual([
      "cloudwatch:PutMetricData",
      ...keyUses,
      "s3:GetObject",
      "s3:GetObjectVersion",
      "s3:ListBucket",
      "s3:ListBucketVersions",
      "s3:PutObject",
    ]);
    const written = withAction(names.verifyRole, "s3:PutObject").flatMap((each) => each.resources);
    expect(written.sort()).toEqual([
      `arn:aws:s3:::${names.recordsBucket}/audit/*`,
      `arn:aws:s3:::${names.recordsBucket}/proofs/*`,
      `arn:aws:s3:::${names.recordsBucket}/runs/*`,
      `arn:aws:s3:::${names.recordsBucket}/watch/*`,
    ]);
    const read = withAction(names.verifyRole, "s3:GetObjectVersion").flatMap((each) => each.resources);
    expect(read).toEqual([
      `arn:aws:s3:::${names.backupsBucket}/github-backup/*`,
      `arn:aws:s3:::${names.backupsReplicaBucket}/github-backup/*`,
    ]);
    expect(withAction(names.verifyRole, "cloudwatch:PutMetricData")).toMatchObject([
      { condition: { StringEquals: { "cloudwatch:namespace": METRIC_NAMESPACE } } },
    ]);
  });

  it("the hold role reads the primary, adds below the holds, keeps its record, and nothing else", () => {
    expect(actionsOf(statements, names.holdRole)).toEqual([
      ...keyUses,
      "s3:AbortMultipartUpload",
      "s3:GetObject",
      "s3:GetObjectVersion",
      "s3:ListBucket",
      "s3:PutObject",
    ]);
    const written = withAction(names.holdRole, "s3:PutObject").flatMap((each) => each.resources);
    expect(written.sort()).toEqual([
      `arn:aws:s3:::${names.backupsBucket}/github-backup/holds/*`,
      `arn:aws:s3:::${names.recordsBucket}/audit/*`,
      `arn:aws:s3:::${names.recordsBucket}/runs/*`,
    ]);
    const read = withAction(names.holdRole, "s3:GetObjectVersion").flatMap((each) => each.resources);
    expect(read).toEqual([`arn:aws:s3:::${names.backupsBucket}/github-backup/*`]);
  });

  it("each App's key is read by its own task role and by nobody else", () => {
    const readers = new Map<string, string[]>();
    for (const each of statements.filter((one) => one.actions.includes("secretsmanager:GetSecretValue"))) {
      for (const secret of each.resources) {
        const text = JSON.stringify(secret);
        readers.set(text, [...(readers.get(text) ?? []), each.role]);
      }
    }
    const readersOf = (key: string) =>
      [...readers].filter(([secret]) => secret.includes(key)).flatMap(([, who]) => who);
    expect(readersOf("BackupAppKey")).toEqual([names.backupRole]);
    expect(readersOf("RestoreAppKey")).toEqual([names.restoreRole]);
  });

  it("the console holds no secret: its role reads none, only its execution role fetches the session's two", () => {
    expect(withAction(names.consoleRole, "secretsmanager:GetSecretValue")).toEqual([]);
    const fetched = withAction(names.consoleExecutionRole, "secretsmanager:GetSecretValue");
    expect(JSON.stringify(fetched)).toMatch(/OauthClientSecret.*SessionSecret|SessionSecret.*OauthClientSecret/);
    expect(JSON.stringify(fetched)).not.toMatch(/AppKey/);
  });

  it("the console writes run records, plans, ends of sessions, approvals, tokens and audit entries, and no backup", () => {
    const written = withAction(names.consoleRole, "s3:PutObject").flatMap((each) => each.resources);
    expect(written).toEqual([
      `arn:aws:s3:::${names.recordsBucket}/plans/*`,
      `arn:aws:s3:::${names.recordsBucket}/runs/*`,
      `arn:aws:s3:::${names.recordsBucket}/sessions/*`,
      `arn:aws:s3:::${names.recordsBucket}/standings/*`,
      `arn:aws:s3:::${names.recordsBucket}/token-uses/*`,
      `arn:aws:s3:::${names.recordsBucket}/approvals/*`,
      `arn:aws:s3:::${names.recordsBucket}/tokens/*`,
      `arn:aws:s3:::${names.recordsBucket}/audit/*`,
    ]);
  });

  it("the console starts the worker's families on Holdfast's cluster only, drills where there are any", () => {
    const { backupFamily, drillFamily, holdFamily, restoreFamily, verifyFamily } = names;
    const families = [
      backupFamily,
      ...(environment.config.verification.drill ? [drillFamily] : []),
      holdFamily,
      restoreFamily,
      verifyFamily,
    ];
    expect(withAction(names.consoleRole, "ecs:RunTask")).toMatchObject([
      {
        resources: families.map((family) => expect.stringMatching(new RegExp(`:task-definition/${family}:\\*$`))),
        condition: { ArnEquals: { "ecs:cluster": expect.stringMatching(new RegExp(`:cluster/${names.cluster}$`)) } },
      },
    ]);
  });

  it("the console passes the worker's roles to ECS tasks, and no other role to anything", () => {
    expect(withAction(names.consoleRole, "iam:PassRole")).toMatchObject([
      {
        resources: [
          ...[names.backupExecutionRole, names.backupRole, names.holdExecutionRole, names.holdRole],
          ...[names.restoreExecutionRole, names.restoreRole],
          ...[names.verifyExecutionRole, names.verifyRole],
        ].map((role) => `arn:aws:iam::${environment.config.account}:role/${role}`),
        condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
      },
    ]);
  });

  it("only ECS tasks of this account can take on a task's role", () => {
    const roles = environment.resources("AWS::IAM::Role").filter(({ properties }) => {
      return String(properties.RoleName ?? "").match(/-(task|execution)$/);
    });
    expect(roles).toHaveLength(10);
    for (const { properties } of roles) {
      expect(properties.AssumeRolePolicyDocument).toMatchObject({
        Statement: [
          {
            Principal: { Service: "ecs-tasks.amazonaws.com" },
            Condition: { StringEquals: { "aws:SourceAccount": environment.config.account } },
          },
        ],
      });
    }
  });

  it("docs/security.md names every action of the roles", () => {
    const document = readFileSync(new URL("../docs/security.md", import.meta.url), "utf8");
    const actions = [names.backupRole, names.restoreRole, names.verifyRole, names.holdRole, names.consoleRole].flatMap(
      (role) => actionsOf(statements, role),
    );
    expect([...new Set(actions)].filter((action) => !document.includes(`\`${action}\``))).toEqual([]);
  });
});
