import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { GetMetricDataCommand, PutMetricAlarmCommand, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  FilterLogEventsCommand,
  PutLogEventsCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import {
  CreateClusterCommand,
  DescribeTasksCommand,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
} from "@aws-sdk/client-ecs";
import { CreateSecretCommand, ListSecretsCommand } from "@aws-sdk/client-secrets-manager";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ADMIN } from "../shared/principals";
import { type AwsClients, awsClients, eventually } from "./testing/aws-fixture";
import { isRunning } from "./testing/process-state";

/** The server as a process of its own, so that it can be killed. */
const SCRIPT = fileURLToPath(new URL("./testing/serve.ts", import.meta.url));

let dataDir: string;
let server: ChildProcess;
let aws: AwsClients;

async function start(): Promise<void> {
  server = spawn(process.execPath, ["--import", "tsx", SCRIPT, dataDir], { stdio: ["ignore", "pipe", "inherit"] });
  if (!server.stdout) throw new Error("the server has no output");
  const [url] = (await once(createInterface({ input: server.stdout }), "line")) as [string];
  aws = awsClients(url, ADMIN);
}

async function killHard(): Promise<void> {
  const gone = once(server, "exit");
  server.kill("SIGKILL");
  await gone;
}

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), "holdfast-aws-kill-"));
  await start();
});
afterEach(async () => {
  if (server.exitCode === null && server.signalCode === null) await killHard();
  await rm(dataDir, { recursive: true, force: true });
});

describe("a control plane killed with SIGKILL", () => {
  it("has every secret it acknowledged, though it was killed while writing more", async () => {
    const acknowledged: string[] = [];
    const writing = (async () => {
      for (let number = 0; number < 500; number += 1) {
        const Name = `secret-${number}`;
        await aws.secrets.send(new CreateSecretCommand({ Name, SecretString: "x".repeat(2000) }));
        acknowledged.push(Name);
      }
    })().catch(() => undefined);
    await eventually("some secrets", async () => (acknowledged.length >= 25 ? true : undefined));
    await killHard();
    await writing;
    await start();
    const { SecretList } = await aws.secrets.send(new ListSecretsCommand({ MaxResults: 1000 }));
    const names = SecretList?.map((each) => each.Name);
    expect(names).toEqual(expect.arrayContaining(acknowledged));
  });

  it("has the metrics and log events it acknowledged", async () => {
    const names = { logGroupName: "/kill", logStreamName: "s" };
    await aws.logs.send(new CreateLogGroupCommand({ logGroupName: "/kill" }));
    await aws.logs.send(new CreateLogStreamCommand(names));
    const timestamp = Date.now();
    await aws.logs.send(new PutLogEventsCommand({ ...names, logEvents: [{ timestamp, message: "kept" }] }));
    const at = new Date(timestamp - 60_000);
    await aws.cloudwatch.send(
      new PutMetricDataCommand({ Namespace: "Kill", MetricData: [{ MetricName: "M", Value: 7, Timestamp: at }] }),
    );
    await killHard();
    await start();
    const { events } = await aws.logs.send(new FilterLogEventsCommand({ logGroupName: "/kill" }));
    expect(events?.map((each) => each.message)).toEqual(["kept"]);
    const Metric = { Namespace: "Kill", MetricName: "M" };
    const { MetricDataResults } = await aws.cloudwatch.send(
      new GetMetricDataCommand({
        StartTime: new Date(timestamp - 600_000),
        EndTime: new Date(timestamp + 60_000),
        MetricDataQueries: [{ Id: "m", MetricStat: { Metric, Period: 3600, Stat: "Sum" } }],
      }),
    );
    expect(MetricDataResults?.[0]?.Values).toEqual([7]);
  });

  it("marks the tasks that ran as STOPPED and ends their processes", async () => {
    await aws.ecs.send(new CreateClusterCommand({ clusterName: "main" }));
    const script = "setInterval(() => {}, 1000)";
    const containerDefinitions = [{ name: "worker", image: "node", command: [script] }];
    await aws.ecs.send(new RegisterTaskDefinitionCommand({ family: "f", containerDefinitions }));
    const { tasks } = await aws.ecs.send(new RunTaskCommand({ cluster: "main", taskDefinition: "f" }));
    const asked = { cluster: "main", tasks: [tasks?.[0]?.taskArn ?? ""] };
    const describeTask = async () => (await aws.ecs.send(new DescribeTasksCommand(asked))).tasks?.[0];
    const runtimeId = await eventually("the task", async () => {
      const task = await describeTask();
      return task?.lastStatus === "RUNNING" ? task.containers?.[0]?.runtimeId : undefined;
    });
    const pid = Number(runtimeId.split("-").at(-1));
    // The record of the process id is written in the background.
    await eventually("the record", async () => {
      return readFileSync(path.join(dataDir, "aws", "ecs.json"), "utf8").includes(String(pid)) ? true : undefined;
    });
    await killHard();
    expect(isRunning(pid)).toBe(true);
    await start();
    expect(await describeTask()).toMatchObject({ lastStatus: "STOPPED", stoppedReason: "the sandbox was restarted" });
    await eventually("the end of the process", async () => (isRunning(pid) ? undefined : true));
  });

  it("keeps an alarm whose PutMetricAlarm was answered", async () => {
    const AlarmName = "kept";
    const metric = { Namespace: "N", MetricName: "M", Statistic: "Sum", Period: 60, EvaluationPeriods: 1 } as const;
    const rule = { Threshold: 1, ComparisonOperator: "GreaterThanThreshold" } as const;
    await aws.cloudwatch.send(new PutMetricAlarmCommand({ AlarmName, ...metric, ...rule }));
    await killHard();
    expect(readFileSync(path.join(dataDir, "aws", "alarms.json"), "utf8")).toContain('"AlarmName": "kept"');
  });
});
