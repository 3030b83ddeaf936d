// On the day the primary's region is gone nothing in these templates may point there.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { EnvironmentInput } from "./config";
import { ConfigurationError } from "./configuration-error";
import { PROD, PROD_STANDBY } from "./environments";
import { namesOf } from "./names";
import { parseConfig } from "./parse-config";
import { onlyOne } from "./testing/only-one";
import { actionsOf, identityStatements } from "./testing/policies";
import { ENVIRONMENTS, type Properties, standby } from "./testing/synthesised";

describe("the standby of prod", () => {
  const environment = standby();
  const { config, stacks } = environment;
  const names = namesOf(config);
  const primary = parseConfig(PROD);
  const ofPrimary = namesOf(primary);
  const templates = Object.entries(environment.templates);

  it("stands in the replica's region and account, in stacks of its own", () => {
    expect(Object.keys(stacks).sort()).toEqual(["console", "network", "secrets", "storage", "worker"]);
    for (const stack of Object.values(stacks)) {
      expect([stack.region, stack.account]).toEqual([primary.replica.region, primary.account]);
      expect(stack.stackName).toMatch(/^holdfast-prod-standby-/);
    }
  });

  it.each(templates)("%s names nothing of the primary's region: no ARN, no zone, no bucket", (_, template) => {
    const strings = stringsOf(template);
    expect(strings.length).toBeGreaterThan(0);
    expect(strings.filter((each) => each.includes(primary.region))).toEqual([]);
    const theirs = [ofPrimary.backupsBucket, ofPrimary.recordsBucket, ofPrimary.accessLogsBucket];
    expect(strings.filter((each) => theirs.some((name) => each.includes(name)))).toEqual([]);
  });

  it("the same look at prod itself finds its region: the test above can fail", () => {
    const prod = onlyOne(
      ENVIRONMENTS.filter(([name]) => name === "prod"),
      "prod",
    )[1];
    expect(stringsOf(prod.templates).filter((each) => each.includes(primary.region))).not.toEqual([]);
  });

  it("imports nothing from stacks of another environment", () => {
    const imports = stringsOf(environment.templates).filter(
      (each) => /^holdfast-/.test(each) && each.includes(":Export"),
    );
    expect(imports.filter((each) => !each.startsWith("holdfast-prod-standby-"))).toEqual([]);
  });

  it("makes no bucket for backups, and changes none: it reads the replica as its primary", () => {
    const buckets = environment.resources("AWS::S3::Bucket").map((each) => each.properties.BucketName);
    expect(buckets).toEqual([names.accessLogsBucket]);
    for (const stack of ["console", "worker"] as const) {
      const definition = onlyOne(environment.resources("AWS::ECS::TaskDefinition", stack), "definition").properties;
      const container = onlyOne(definition.ContainerDefinitions as Properties[], "container");
      const variables = new Map((container.Environment as Properties[]).map(({ Name, Value }) => [Name, Value]));
      expect(variables.get("S3_BUCKET")).toBe(ofPrimary.backupsReplicaBucket);
      expect(variables.get("RECORDS_BUCKET")).toBe(ofPrimary.recordsReplicaBucket);
      expect(variables.get("AWS_REGION")).toBe(primary.replica.region);
      expect(variables.has("REPLICA_BUCKET")).toBe(false);
    }
  });

  it("restores, and does no other work: no backup, no schedule, and the console may start restores only", () => {
    const families = environment.resources("AWS::ECS::TaskDefinition", "worker").map((each) => each.properties.Family);
    expect(families).toEqual([names.restoreFamily]);
    expect(environment.resources("AWS::Scheduler::Schedule")).toEqual([]);
    const started = identityStatements(environment).filter((each) => each.actions.includes("ecs:RunTask"));
    expect(started.flatMap((each) => each.resources)).toEqual([
      expect.stringMatching(new RegExp(`:task-definition/${names.restoreFamily}:\\*$`)),
    ]);
  });

  it("its console is told of no task, schedule or alarm that is not there, and reads none", () => {
    const definition = onlyOne(environment.resources("AWS::ECS::TaskDefinition", "console"), "definition").properties;
    const container = onlyOne(definition.ContainerDefinitions as Properties[], "container");
    const variables = (container.Environment as Properties[]).map(({ Name }) => String(Name));
    expect(variables).toContain("ECS_RESTORE_TASK");
    const absent = ["ECS_BACKUP_TASK", "ECS_VERIFY_TASK", "ECS_HOLD_TASK", "ECS_DRILL_TASK", "SCHEDULE_NAME"];
    expect(variables.filter((name) => absent.includes(name))).toEqual([]);
    const actions = actionsOf(identityStatements(environment), names.consoleRole);
    expect(actions.filter((action) => /^(scheduler|sns):|Alarm/.test(action))).toEqual([]);
  });

  it("no role of it can write a backup", () => {
    const written = identityStatements(environment)
      .filter((each) => each.actions.includes("s3:PutObject"))
      .flatMap((each) => each.resources.map(String));
    expect(written.filter((each) => each.includes(ofPrimary.backupsReplicaBucket))).toEqual([]);
    expect(actionsOf(identityStatements(environment), names.restoreRole)).toContain("s3:ListBucketVersions");
  });

  it("its roles name the buckets that are there, and none that a stranger could make under that name", () => {
    const named = identityStatements(environment)
      .flatMap((each) => each.resources.map(String))
      .flatMap((each) => /^arn:aws:s3:::([^/]+)/.exec(each)?.[1] ?? []);
    expect([...new Set(named)].sort()).toEqual([ofPrimary.backupsReplicaBucket, ofPrimary.recordsReplicaBucket]);
  });

  it("makes the session secret, and takes the others by ARN from its own region", () => {
    const made = environment.resources("AWS::SecretsManager::Secret").map((each) => each.properties.Name);
    expect(made).toEqual([names.sessionSecret]);
  });
});

describe("the configuration of a standby", () => {
  const problemsOf = (change: Partial<EnvironmentInput>) => {
    try {
      parseConfig({ ...PROD_STANDBY, ...change });
    } catch (error) {
      if (error instanceof ConfigurationError) return error.problems;
      throw error;
    }
    return [];
  };

  it("is refused without its secrets", () => {
    expect(problemsOf({ secrets: {} })).toMatchObject([
      { path: "secrets", hint: expect.stringContaining("beforehand") },
    ]);
  });

  it("is refused when its images lie in another region", () => {
    const images = (region: string) => {
      const image = `000000000002.dkr.ecr.${region}.amazonaws.com/holdfast:1`;
      return problemsOf({ images: { from: "registry", worker: image, console: image } });
    };
    expect(images("us-east-1")).toMatchObject([
      { path: "images", sentence: expect.stringContaining("another region") },
    ]);
    expect(images("eu-west-1")).toEqual([]);
    expect(problemsOf({ images: { from: "delivery", revision: "a".repeat(40) } })).toMatchObject([{ path: "images" }]);
  });

  it("is refused when a secret or the certificate lies in the primary's region", () => {
    const arn = "arn:aws:secretsmanager:us-east-1:000000000002:secret:holdfast-prod/restore-app-key-AbCdEf";
    expect(problemsOf({ secrets: { ...PROD_STANDBY.secrets, restoreAppKeyArn: arn } })).toMatchObject([
      { path: "secrets.restoreAppKeyArn", sentence: expect.stringContaining("us-east-1") },
    ]);
    const { certificateArn } = PROD.console;
    expect(problemsOf({ console: { ...PROD_STANDBY.console, certificateArn } })).toMatchObject([
      { path: "console.certificateArn" },
    ]);
  });
});

describe("docs/disaster-recovery.md", () => {
  const document = readFileSync(new URL("../docs/disaster-recovery.md", import.meta.url), "utf8");
  const commands = [...document.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map((match) => match[1] ?? "").join("\n");
  const environment = standby();

  it("deploys stacks and environments that there are", () => {
    const stacks = Object.values(environment.stacks).map((each) => each.stackName);
    const named = [...commands.matchAll(/holdfast-prod-standby-[a-z]+/g)].map((match) => match[0]);
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((each) => !stacks.includes(each))).toEqual([]);
    const contexts = [...commands.matchAll(/environment=([a-z-]+)/g)].map((match) => match[1]);
    expect(new Set(contexts)).toEqual(new Set(["prod-standby"]));
  });

  it("calls the standby's region in every command of AWS", () => {
    const calls = commands.split("\n").filter((line) => /^aws /.test(line));
    expect(calls.length).toBeGreaterThan(0);
    expect(calls.filter((line) => !line.includes("--region eu-west-1"))).toEqual([]);
  });
});

function stringsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(stringsOf);
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...stringsOf(inner)]);
}
