import { describe, expect, it } from "vitest";
import { namesOf, SCRATCH_DIR } from "./names";
import { onlyOne } from "./testing/only-one";
import { listOf } from "./testing/policies";
import { ENVIRONMENTS, type Properties } from "./testing/synthesised";

describe.each(ENVIRONMENTS)("worker of %s", (_, environment) => {
  const { config } = environment;
  const names = namesOf(config);
  const definition = (family: string) =>
    onlyOne(
      environment.resources("AWS::ECS::TaskDefinition", "worker").filter((each) => each.properties.Family === family),
      `definition of ${family}`,
    ).properties;
  const { drill } = config.verification;
  const container = (family: string) =>
    onlyOne(definition(family).ContainerDefinitions as Properties[], `container of ${family}`);

  describe.each([
    ["backup", names.backupFamily],
    ["restore", names.restoreFamily],
    ["verify", names.verifyFamily],
    ["hold", names.holdFamily],
    ...(drill ? [["drill", names.drillFamily] as const] : []),
  ] as const)("%s", (verb, family) => {
    it("is a container named worker whose command is the verb", () => {
      expect(container(family)).toMatchObject({ Name: "worker", Command: [verb] });
    });

    it("has two minutes to end well after SIGTERM", () => {
      expect(container(family)).toMatchObject({ StopTimeout: 120, LinuxParameters: { InitProcessEnabled: true } });
    });

    it("can write to its scratch volume only, and has no capability", () => {
      expect(container(family)).toMatchObject({
        ReadonlyRootFilesystem: true,
        MountPoints: [{ ContainerPath: SCRATCH_DIR, ReadOnly: false }],
        LinuxParameters: { Capabilities: { Drop: ["ALL"] } },
      });
    });

    it("writes its log to the worker's group, in streams that begin with the verb", () => {
      expect(container(family)).toMatchObject({
        LogConfiguration: { LogDriver: "awslogs", Options: { "awslogs-stream-prefix": verb } },
      });
    });

    it("has the size the configuration says; a hold, which S3 does, the smallest that Node is at ease in", () => {
      const size = verb === "hold" ? { cpu: 256, memoryMiB: 1024 } : config.worker[verb === "drill" ? "restore" : verb];
      expect(definition(family)).toMatchObject({ Cpu: String(size.cpu), Memory: String(size.memoryMiB) });
    });
  });

  it("each has a task role of its own", () => {
    const role = (family: string) => JSON.stringify(definition(family).TaskRoleArn);
    expect(role(names.backupFamily)).toContain("BackupRole");
    expect(role(names.restoreFamily)).toContain("RestoreRole");
    expect(role(names.verifyFamily)).toContain("VerifyRole");
    expect(role(names.holdFamily)).toContain("HoldRole");
  });

  it("proofs together take less scratch disk than the task has, and know no GitHub", () => {
    const variables = new Map(
      (container(names.verifyFamily).Environment as Properties[]).map(({ Name, Value }) => [Name, Value]),
    );
    const gib = Number(variables.get("SCRATCH_BUDGET_MIB")) / 1024;
    expect(gib).toBeGreaterThan(1);
    expect(gib).toBeLessThan(config.worker.verify.ephemeralStorageGiB);
    expect([...variables.keys()].filter((name) => /GITHUB|APP/.test(String(name)))).toEqual([]);
  });

  it("a hold knows no GitHub and no replica, and no schedule starts one", () => {
    const variables = (container(names.holdFamily).Environment as Properties[]).map(({ Name }) => String(Name));
    expect(variables.sort()).toEqual(["AWS_REGION", "RECORDS_BUCKET", "ROOT_PREFIX", "S3_BUCKET"]);
    const { id } = onlyOne(
      environment
        .resources("AWS::ECS::TaskDefinition", "worker")
        .filter((each) => each.properties.Family === names.holdFamily),
      "hold",
    );
    expect(JSON.stringify(environment.resources("AWS::Scheduler::Schedule", "worker"))).not.toContain(`"${id}"`);
  });

  it("logs are kept as long as the configuration says", () => {
    const groups = environment.resources("AWS::Logs::LogGroup").map((each) => each.properties);
    expect(groups).toContainEqual(
      expect.objectContaining({ LogGroupName: names.workerLogGroup, RetentionInDays: config.worker.logRetentionDays }),
    );
    expect(groups.filter((each) => each.RetentionInDays === undefined)).toEqual([]);
  });

  it("lets nothing in, and out to HTTPS only", () => {
    const groups = environment.resources("AWS::EC2::SecurityGroup", "worker").map((each) => each.properties);
    const group = onlyOne(groups, "security group");
    expect(group.SecurityGroupIngress).toBeUndefined();
    expect(group.SecurityGroupEgress).toMatchObject([{ IpProtocol: "tcp", FromPort: 443, ToPort: 443 }]);
    expect(environment.resources("AWS::EC2::SecurityGroupIngress", "worker")).toEqual([]);
  });

  it("the cluster publishes Container Insights", () => {
    const { properties } = onlyOne(environment.resources("AWS::ECS::Cluster"), "cluster");
    expect(properties).toMatchObject({
      ClusterName: names.cluster,
      ClusterSettings: [{ Name: "containerInsights", Value: "enabled" }],
    });
  });

  describe.each([
    ["backup", names.schedule, config.backups.schedule] as const,
    ["verify", names.verifySchedule, config.verification.schedule] as const,
    ...(drill ? [["drill", names.drillSchedule, drill.schedule] as const] : []),
  ])("the schedule of %s", (verb, name, when) => {
    const { properties } = onlyOne(
      environment.resources("AWS::Scheduler::Schedule", "worker").filter((each) => each.properties.Name === name),
      `schedule ${name}`,
    );

    it("starts it in the configured time zone, in private subnets, and is tried again", () => {
      expect(properties).toMatchObject({
        State: "ENABLED",
        ScheduleExpression: when.expression,
        ScheduleExpressionTimezone: when.timezone,
        Target: {
          EcsParameters: {
            LaunchType: "FARGATE",
            TaskCount: 1,
            NetworkConfiguration: { AwsvpcConfiguration: { AssignPublicIp: "DISABLED" } },
          },
          RetryPolicy: { MaximumEventAgeInSeconds: 21_600, MaximumRetryAttempts: 10 },
        },
      });
    });

    it("keeps a start that never happened in a queue", () => {
      const queue = onlyOne(environment.resources("AWS::SQS::Queue"), "queue");
      const target = properties.Target as { DeadLetterConfig: { Arn: { "Fn::GetAtt": string[] } } };
      expect(target.DeadLetterConfig.Arn["Fn::GetAtt"]).toEqual([queue.id, "Arn"]);
    });

    it("starts the newest revision of its own definition: it stands in the stack that registers it", () => {
      const target = properties.Target as { EcsParameters: { TaskDefinitionArn: { Ref?: string } } };
      const started = environment
        .resources("AWS::ECS::TaskDefinition", "worker")
        .find((each) => each.id === target.EcsParameters.TaskDefinitionArn.Ref);
      expect(started?.properties.ContainerDefinitions).toMatchObject([{ Command: [verb] }]);
    });
  });

  it("the watch looks every hour, in the task of verify: the alarms over ages have periods of an hour", () => {
    const { properties } = onlyOne(
      environment
        .resources("AWS::Scheduler::Schedule", "worker")
        .filter((each) => each.properties.Name === names.watchSchedule),
      "schedule of the watch",
    );
    expect(properties).toMatchObject({ State: "ENABLED", ScheduleExpression: "rate(1 hour)" });
    const { Input, EcsParameters } = properties.Target as { Input: string; EcsParameters: Properties };
    expect(JSON.parse(Input)).toEqual({ containerOverrides: [{ name: "worker", command: ["watch"] }] });
    expect(JSON.stringify(EcsParameters)).toContain("Verify");
  });

  it("the scheduler may start what is scheduled, and no restore", () => {
    const policies = environment.resources("AWS::IAM::Policy", "worker").map((each) => each.properties);
    const ofScheduler = onlyOne(
      policies.filter((each) => JSON.stringify(each.Roles).includes("SchedulerRole")),
      "policy of the scheduler",
    );
    const { Statement } = ofScheduler.PolicyDocument as { Statement: Properties[] };
    expect(Statement.flatMap((each) => listOf(each.Action)).sort()).toEqual([
      "ecs:RunTask",
      "iam:PassRole",
      "sqs:SendMessage",
    ]);
    const started = Statement.filter((each) => listOf(each.Action).includes("ecs:RunTask"));
    const tasks = environment.resources("AWS::ECS::TaskDefinition", "worker");
    const restore = onlyOne(
      tasks.filter((each) => each.properties.Family === names.restoreFamily),
      "restore",
    );
    expect(started.length).toBeGreaterThan(0);
    expect(JSON.stringify(started)).not.toContain(`"${restore.id}"`);
  });
});
