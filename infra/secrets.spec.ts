import { describe, expect, it } from "vitest";
import { DEV } from "./environments";
import { identityStatements } from "./testing/policies";
import { ENVIRONMENTS, synthesise } from "./testing/synthesised";

describe.each(ENVIRONMENTS)("secrets of %s", (_, environment) => {
  it("are created without a value, so that no key stands in a template", () => {
    const secrets = environment.resources("AWS::SecretsManager::Secret").map((each) => each.properties);
    expect(secrets).toHaveLength(4);
    expect(secrets.filter((each) => each.SecretString !== undefined)).toEqual([]);
  });

  it("only the session's is made up, at random", () => {
    const secrets = environment.resources("AWS::SecretsManager::Secret").map((each) => each.properties);
    const random = secrets.filter((each) => each.GenerateSecretString !== undefined);
    expect(random.map((each) => each.Name)).toEqual([`holdfast-${environment.config.name}/session-secret`]);
  });
});

it("secrets that exist already are used by their ARN, and not created", () => {
  const arn = (name: string) => `arn:aws:secretsmanager:us-east-1:000000000001:secret:${name}-AbCdEf`;
  const environment = synthesise({
    ...DEV,
    images: { from: "registry", worker: "worker:1", console: "console:1" },
    secrets: {
      backupAppKeyArn: arn("backup"),
      restoreAppKeyArn: arn("restore"),
      oauthClientSecretArn: arn("oauth"),
    },
  });
  const created = environment.resources("AWS::SecretsManager::Secret").map((each) => each.properties.Name);
  expect(created).toEqual(["holdfast-dev/session-secret"]);
  const readable = identityStatements(environment)
    .filter((each) => each.actions.includes("secretsmanager:GetSecretValue"))
    .flatMap((each) => each.resources.map((resource) => `${each.role} ${resource}`))
    .filter((each) => each.includes("arn:"));
  expect(readable.sort()).toEqual([
    `holdfast-dev-backup-task ${arn("backup")}`,
    `holdfast-dev-console-execution ${arn("oauth")}`,
    `holdfast-dev-restore-task ${arn("restore")}`,
  ]);
});

it("an App's key that is in KMS gives its role that key's signature in the one way GitHub asks for, and no secret", () => {
  const arn = (name: string) => `arn:aws:kms:us-east-1:000000000001:key/${name}`;
  const environment = synthesise({ ...DEV, secrets: { backupAppKeyArn: arn("b0"), restoreAppKeyArn: arn("a0") } });
  const statements = identityStatements(environment);
  const signing = statements.filter((each) => each.actions.includes("kms:Sign"));
  expect(signing.map(({ role, actions, resources }) => [role, actions, resources]).sort()).toEqual([
    ["holdfast-dev-backup-task", ["kms:Sign"], [arn("b0")]],
    ["holdfast-dev-restore-task", ["kms:Sign"], [arn("a0")]],
  ]);
  const readers = statements.filter((each) => each.actions.includes("secretsmanager:GetSecretValue"));
  expect([...new Set(readers.map(({ role }) => role))]).toEqual(["holdfast-dev-console-execution"]);
  expect(environment.resources("AWS::SecretsManager::Secret")).toHaveLength(2);
});
