// Who may deliver into an account, and what is kept of what was delivered.
import { describe, expect, it } from "vitest";
import { DEV, environmentNamed, PROD } from "./environments";
import { namesOf, ownBuckets } from "./names";
import { parseConfig } from "./parse-config";
import { onlyOne } from "./testing/only-one";
import { actionsOf, identityStatements } from "./testing/policies";
import { ENVIRONMENTS, IMAGES, synthesise } from "./testing/synthesised";

describe.each(ENVIRONMENTS)("delivery into %s", (_, environment) => {
  const names = namesOf(environment.config);
  const delivery = environment.config.delivery;

  it("is open to the jobs of one GitHub environment of one repository, by GitHub's own tokens", () => {
    const role = environment.resources("AWS::IAM::Role").find((each) => each.properties.RoleName === names.deployRole);
    expect(role?.properties.AssumeRolePolicyDocument).toMatchObject({
      Statement: [
        {
          Action: "sts:AssumeRoleWithWebIdentity",
          Condition: {
            StringEquals: {
              "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
              "token.actions.githubusercontent.com:sub": `repo:${delivery?.repository}:environment:${delivery?.environment}`,
            },
          },
        },
      ],
    });
    expect(environment.resources("AWS::IAM::User")).toEqual([]);
    expect(environment.resources("AWS::IAM::AccessKey")).toEqual([]);
  });

  it("pushes images and lets CDK deploy: it reads no bucket and no secret", () => {
    const statements = identityStatements(environment);
    const actions = actionsOf(statements, names.deployRole);
    // What runs can be stopped only where the environment may be taken down.
    const stopping = environment.config.protected ? [] : ["ecs:ListTasks", "ecs:StopTask", "ecs:UpdateService"];
    expect(actions.filter((action) => !action.startsWith("ecr:"))).toEqual([...stopping, "sts:AssumeRole"]);
    const anywhere = statements.filter((each) => each.role === names.deployRole && each.resources.includes("*"));
    expect(anywhere.filter((each) => !each.condition).map((each) => each.actions)).toEqual([
      ["ecr:GetAuthorizationToken"],
    ]);
    const taken = statements.filter(
      (each) => each.role === names.deployRole && each.actions.includes("sts:AssumeRole"),
    );
    for (const arn of taken.flatMap((each) => each.resources)) {
      expect(arn).toMatch(
        new RegExp(`:${environment.config.account}:role/cdk-hnb659fds-(deploy|file-publishing|lookup)-`),
      );
    }
  });

  it("starts drills, where there are any, with a role that does nothing else", () => {
    const statements = identityStatements(environment);
    const { drill } = environment.config.verification;
    const decrypt = environment.config.encryption === "kms" ? ["kms:Decrypt"] : [];
    const actions = ["ecs:DescribeTasks", "ecs:RunTask", "iam:PassRole", ...decrypt];
    expect(actionsOf(statements, names.drillStartRole)).toEqual(
      drill ? [...actions, "s3:GetObject", "scheduler:GetSchedule"] : [],
    );
    const ofDrill = statements.filter((each) => each.role === names.drillStartRole);
    const started = ofDrill.filter((each) => each.actions.includes("ecs:RunTask")).flatMap((each) => each.resources);
    for (const arn of started) expect(arn).toMatch(new RegExp(`:task-definition/${names.drillFamily}:\\*$`));
    const read = ofDrill.filter((each) => each.actions.includes("s3:GetObject")).flatMap((each) => each.resources);
    const records = `arn:aws:s3:::${names.recordsBucket}`;
    expect(read).toEqual(drill ? [`${records}/drills/*.json`, `${records}/runs/*/run.json`] : []);
  });

  it("keeps the last ten images, whose tags nobody can move, and looks through each for known weaknesses", () => {
    const repositories = environment.resources("AWS::ECR::Repository");
    expect(repositories.map((each) => each.properties.RepositoryName).sort()).toEqual([
      names.consoleImages,
      names.workerImages,
    ]);
    for (const { properties } of repositories) {
      expect(properties).toMatchObject({
        ImageTagMutability: "IMMUTABLE",
        ImageScanningConfiguration: { ScanOnPush: true },
      });
      const { rules } = JSON.parse(
        String((properties.LifecyclePolicy as { LifecyclePolicyText: string }).LifecyclePolicyText),
      );
      expect(rules).toMatchObject([
        { selection: { tagStatus: "untagged", countType: "sinceImagePushed", countNumber: 1 } },
        { selection: { tagStatus: "tagged", tagPatternList: ["*"], countType: "imageCountMoreThan", countNumber: 10 } },
      ]);
    }
  });
});

describe("forceDestroy", () => {
  const delivery = { repository: "acme/holdfast", environment: "staging" };
  const deleting = (input: typeof delivery & { forceDestroy?: boolean }) => {
    const environment = synthesise({ ...DEV, images: IMAGES, delivery: input });
    const statements = identityStatements(environment).filter(({ actions }) =>
      actions.some((each) => /delete/i.test(each)),
    );
    return { statements, names: namesOf(environment.config) };
  };

  it("lets the deploy role, and nobody else, delete from the environment's own buckets, and from no other", () => {
    const { statements, names } = deleting({ ...delivery, forceDestroy: true });
    expect(statements.map(({ role }) => role)).toEqual([names.deployRole]);
    expect([...(statements[0]?.resources ?? [])].sort()).toEqual(
      ownBuckets(names)
        .map((bucket) => `arn:aws:s3:::${bucket}/*`)
        .sort(),
    );
  });

  it("is off unless it is asked for", () => {
    expect(deleting(delivery).statements).toEqual([]);
  });
});

describe("images by commit", () => {
  const revision = "0123456789abcdef0123456789abcdef01234567";
  const delivered = synthesise({ ...PROD, images: { from: "delivery", revision } });
  const names = namesOf(delivered.config);

  it("are those of the environment's own repositories, and may be pulled by who starts the task", () => {
    const images = delivered
      .resources("AWS::ECS::TaskDefinition")
      .map(({ properties }) =>
        JSON.stringify(onlyOne(properties.ContainerDefinitions as { Image: unknown }[], "c").Image),
      );
    for (const image of images) expect(image).toMatch(new RegExp(`/${names.prefix}-(worker|console):${revision}`));
    const statements = identityStatements(delivered);
    for (const role of [names.backupExecutionRole, names.consoleExecutionRole]) {
      expect(actionsOf(statements, role)).toContain("ecr:BatchGetImage");
    }
  });

  it("are taken when the deployment names a commit, and nothing else is one", () => {
    expect(environmentNamed("prod", revision).images).toEqual({ from: "delivery", revision });
    expect(() => environmentNamed("prod", "main")).toThrow("must be a commit");
    expect(() => parseConfig({ ...PROD, delivery: { repository: "acme", environment: "x" } })).toThrow("owner/name");
  });
});
