import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import path from "node:path";
import { Faults } from "../shared/faults";
import { closeServer, listenOnLoopback } from "../shared/listen";
import type { Principals } from "../shared/principals";
import type { Account } from "./account";
import { type AdminOptions, handleAdmin, sendJson } from "./admin";
import { AlarmEngine } from "./cloudwatch/alarm-engine";
import { AlarmStore } from "./cloudwatch/alarm-store";
import { cloudwatchService } from "./cloudwatch/cloudwatch-service";
import { MetricStore } from "./cloudwatch/metric-store";
import { type DispatchOptions, dispatch } from "./dispatch";
import { ContainerLauncher, type Image } from "./ecs/container-launcher";
import { ecsService } from "./ecs/ecs-service";
import { EcsStore } from "./ecs/ecs-state";
import { stopLeftOverTasks } from "./ecs/left-over-tasks";
import { type LifecycleDelays, TaskRunner } from "./ecs/task-runner";
import { KmsKeys } from "./kms/kms-keys";
import { kmsService } from "./kms/kms-service";
import { LogStore } from "./logs/log-store";
import { logsService } from "./logs/logs-service";
import { ScheduleRunner } from "./scheduler/schedule-runner";
import { ScheduleStore } from "./scheduler/schedule-store";
import { schedulerService } from "./scheduler/scheduler-service";
import { TaskTarget } from "./scheduler/task-target";
import { SecretStore } from "./secrets/secret-store";
import { secretsService } from "./secrets/secrets-service";
import { snsService } from "./sns/sns-service";
import { TopicStore } from "./sns/topic-store";
import { stsService } from "./sts/sts-service";

export interface AwsOptions {
  /** State is kept in its folder `aws`. */
  dataDir: string;
  /** 0 picks a free one. */
  port: number;
  region: string;
  accountId: string;
  principals: Principals;
  /** How an image name in a task definition is run here: argv prefix the container's command is appended to. */
  images: Record<string, Image>;
  /** Environment every task gets besides its own: the endpoint URLs of the sandbox. */
  taskEnvironment: () => Record<string, string>;
  /** The time the services live in; signatures are checked against the real clock. */
  now?: () => Date;
  log?: (line: string) => void;
  /** How long a task is PROVISIONING and PENDING. */
  delays?: LifecycleDelays;
}

export interface AwsServer {
  url: string;
  /** Stops the tasks with SIGTERM, then SIGKILL, and releases the port. */
  close(): Promise<void>;
}

const DELAYS: LifecycleDelays = { provisioningMs: 150, pendingMs: 150 };

/**
 * The AWS control plane on one loopback port: ECS, CloudWatch, CloudWatch Logs, Secrets Manager, KMS, EventBridge Scheduler,
 * SNS and STS. What it has acknowledged outlives a kill -9 and is there again when it is started on the same `dataDir`.
 */
export async function startAws(options: AwsOptions): Promise<AwsServer> {
  const { principals, log = () => undefined, now = () => new Date() } = options;
  const account: Account = { region: options.region, accountId: options.accountId, now, log };
  const dataDir = path.join(options.dataDir, "aws");
  let url = "";
  const serverUrl = () => url;

  const secrets = await SecretStore.open(account, dataDir);
  const logs = await LogStore.open(account, dataDir);
  const topics = await TopicStore.open(account, dataDir);
  const metrics = await MetricStore.open(account, dataDir);
  const alarms = await AlarmStore.open(account, dataDir);
  const schedules = await ScheduleStore.open(account, dataDir);
  const ecs = await EcsStore.open(account, dataDir);
  await stopLeftOverTasks(ecs);

  const { images, taskEnvironment } = options;
  const launcher = new ContainerLauncher({ images, taskEnvironment, principals, secrets, logs, serverUrl });
  const runner = new TaskRunner(ecs, launcher, { ...(options.delays ?? DELAYS) });
  const alarmEngine = new AlarmEngine(alarms, metrics, topics);
  const services = [
    ecsService(ecs, runner),
    cloudwatchService(metrics, alarms, alarmEngine),
    logsService(logs),
    secretsService(secrets),
    kmsService(await KmsKeys.open(account, dataDir)),
    schedulerService(schedules, principals),
    snsService(topics),
    stsService(account, principals),
  ];
  const faults = new Faults();
  const admin = { principals, ecs, runner, schedules, topics, services: services.map((each) => each.iamPrefix) };
  const server = createServer((req, res) => {
    answer({ account, principals, services, faults }, admin, req, res).catch((error) => {
      log(`a request was dropped: ${error}`);
      res.destroy();
    });
  });
  url = await listenOnLoopback(server, options.port, "the AWS control plane");
  const target = new TaskTarget({ principals, region: options.region, endpoint: serverUrl });
  alarmEngine.start();
  const scheduleRunner = new ScheduleRunner(schedules, target);

  return {
    url,
    async close() {
      await scheduleRunner.stop();
      await runner.close();
      await alarmEngine.stop();
      await closeServer(server);
      await Promise.all([ecs.save(), alarms.save(), schedules.save(), secrets.save(), logs.save()]);
    },
  };
}

async function answer(
  options: DispatchOptions,
  admin: AdminOptions,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<void> {
  // A browser says where a request comes from; no AWS client and no test does.
  if (req.headers.origin !== undefined) {
    return sendJson(res, 403, { message: "the AWS stand-in does not talk to web pages; call it from a program" });
  }
  if (await options.faults.handleAdmin(req, res)) return;
  if (await handleAdmin(admin, req, res)) return;
  await dispatch(options, req, res);
}
