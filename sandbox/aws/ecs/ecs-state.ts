import path from "node:path";
import type { Cluster, Tag, Task, TaskDefinition } from "@aws-sdk/client-ecs";
import { type Account, arnOf, lastSegment } from "../account";
import { AwsError } from "../aws-error";
import { StateFile } from "../state/state-file";

/** A registered revision. Its tags are kept apart, as in AWS, where TaskDefinition has none. */
export interface Revision {
  definition: TaskDefinition & { taskDefinitionArn: string; family: string; revision: number };
  tags: Tag[];
}

export interface TaskRecord {
  task: Task & { taskArn: string; clusterArn: string };
  /** The last path element of the task's ARN. */
  id: string;
  /** Process ids (and so process groups) of containers that run, for a sandbox that finds them after a kill -9. */
  pids: number[];
  /** RunTask with the same token answers the same task. */
  clientToken?: string;
  requestDigest?: string;
}

export interface EcsState {
  clusters: Cluster[];
  revisions: Revision[];
  tasks: TaskRecord[];
}

/** ECS shows a stopped task for about an hour. */
const STOPPED_MS = 3_600_000;

/** Clusters, task definitions and tasks, on disk in `ecs.json`. */
export class EcsStore {
  readonly account: Account;
  private readonly state: StateFile<EcsState>;

  private constructor(account: Account, state: StateFile<EcsState>) {
    this.account = account;
    this.state = state;
  }

  static async open(account: Account, dataDir: string): Promise<EcsStore> {
    const empty: EcsState = { clusters: [], revisions: [], tasks: [] };
    return new EcsStore(account, await StateFile.open(path.join(dataDir, "ecs.json"), empty));
  }

  get clusters(): Cluster[] {
    return this.state.value.clusters;
  }

  get revisions(): Revision[] {
    return this.state.value.revisions;
  }

  /** What ECS still shows, oldest first. */
  get tasks(): TaskRecord[] {
    const oldest = this.account.now().getTime() - STOPPED_MS;
    const value = this.state.value;
    value.tasks = value.tasks.filter(({ task }) => !task.stoppedAt || task.stoppedAt.getTime() >= oldest);
    return value.tasks;
  }

  addTasks(records: TaskRecord[]): void {
    this.state.value.tasks.push(...records);
  }

  save(): Promise<void> {
    return this.state.save();
  }

  /** For changes nobody waits for: a task that moves on by itself. */
  saveSoon(): void {
    this.save().catch((error) => this.account.log(`the state of ECS could not be written: ${error}`));
  }

  /** By name or ARN; the default cluster when none is named. @throws AwsError ClusterNotFoundException */
  cluster(nameOrArn: string | undefined): Cluster & { clusterArn: string } {
    const name = lastSegment(nameOrArn ?? "default");
    const cluster = this.clusters.find((each) => each.clusterName === name);
    if (cluster?.status !== "ACTIVE") throw new AwsError("ClusterNotFoundException", "Cluster not found.");
    return { ...cluster, clusterArn: arnOf(this.account, "ecs", `cluster/${name}`) };
  }

  /** `family`, `family:revision` or an ARN; without a revision the newest active one. */
  findRevision(id: string): Revision | undefined {
    const [family = "", revision] = (id.startsWith("arn:") ? lastSegment(id) : id).split(":");
    const ofFamily = this.revisions.filter((each) => each.definition.family === family);
    if (revision !== undefined) return ofFamily.find((each) => each.definition.revision === Number(revision));
    return ofFamily.findLast((each) => each.definition.status === "ACTIVE");
  }

  /** By id or ARN, in a cluster. */
  findTask(cluster: { clusterArn: string }, idOrArn: string): TaskRecord | undefined {
    const id = lastSegment(idOrArn);
    return this.tasks.find((each) => each.id === id && each.task.clusterArn === cluster.clusterArn);
  }
}
