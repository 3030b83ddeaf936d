import { PutObjectCommand } from "@aws-sdk/client-s3";
import { journalKey, planKey, runRecordKey } from "@/lib/domain/bucket-keys";
import { type ApprovalId, newRunId, type RunId } from "@/lib/domain/ids";
import { repositoryName } from "@/lib/domain/ids-schema";
import type { Manifest } from "@/lib/domain/manifest";
import { type Receipt, receipt } from "@/lib/domain/receipt";
import { type RestoreJournal, restoreJournal } from "@/lib/domain/restore-journal";
import type { RestorePlan } from "@/lib/domain/restore-plan";
import type { RunRecord } from "@/lib/domain/run";
import { runRecord } from "@/lib/domain/run-schema";
import { planDigest } from "@/lib/operations/digest";
import { keyOfReceipt } from "@/lib/operations/run-records";
import { mintToken } from "@/sandbox/mint-token";
import { APPS, BUCKETS } from "@/sandbox/names";
import type { DemoRepository } from "@/sandbox/seed/demo-fleet";
import { runGit } from "@/sandbox/seed/fast-import";
import type { TestSandbox, WorkerResult } from "@/sandbox/testing/test-sandbox";
import { type BackedUp, IMPATIENT, RESTORE_TASK, startBackedUp } from "./backed-up";

export interface RestoreRun extends WorkerResult {
  id: RunId;
  /** What stands in the log's last line: the end, or the error with its code and hint. */
  last: WorkerResult["events"][number] | undefined;
}

interface RestoreOptions {
  variables?: Record<string, string>;
  /** Kill -9 as soon as this event stands in the log. */
  killAt?: string;
}

/** A sandbox with one backup, to restore from. */
export class RestoreBench {
  readonly box: TestSandbox;
  readonly manifest: Manifest;
  private made = 0;

  private constructor({ box, manifest }: BackedUp) {
    this.box = box;
    this.manifest = manifest;
  }

  /** `before`: what is done to the sources before they are backed up. */
  static async start(
    fleet: readonly DemoRepository[],
    before?: (box: TestSandbox) => Promise<void>,
  ): Promise<RestoreBench> {
    return new RestoreBench(await startBackedUp(fleet, before));
  }

  stop(): Promise<void> {
    return this.box.stop();
  }

  newId(): RunId {
    this.made += 1;
    return newRunId(new Date(), `t${String(this.made).padStart(5, "0")}`);
  }

  /** `restore` with these options, of the snapshot there is unless it is a retry or a change afterwards. */
  async restore(args: string[], { variables, killAt }: RestoreOptions = {}): Promise<RestoreRun> {
    const id = this.newId();
    const own = args.some((each) => ["--retry", "--rearm", "--snapshot"].includes(each));
    const all = ["restore", ...(own ? [] : ["--snapshot", this.manifest.snapshot]), ...args];
    const result = await this.box.worker(all, {
      principal: RESTORE_TASK,
      variables: { ...IMPATIENT, RUN_ID: id, ...variables },
      onStart: (kill, child) => {
        if (!killAt) return;
        child.stdout?.on("data", (chunk: Buffer) => {
          if (chunk.toString().includes(`"event":"${killAt}"`)) kill("SIGKILL");
        });
      },
    });
    return { ...result, id, last: result.events.at(-1) };
  }

  /** As the console starts it: the plan is approved and lies in the records bucket; the task is only told the run's id. */
  async perform(plan: RestorePlan): Promise<RestoreRun> {
    const id = this.newId();
    await this.approve(id, { plan });
    return this.carryOut(id);
  }

  /** The plan of a run, as the console leaves it. */
  async approve(run: RunId, { plan, approval }: { plan: RestorePlan; approval?: ApprovalId }): Promise<void> {
    const approvedAt = new Date().toISOString();
    const approved = { run, digest: planDigest(plan), plan, approvedBy: "omar", approvedAt, approval };
    const put = new PutObjectCommand({ Bucket: BUCKETS.records, Key: planKey(run), Body: JSON.stringify(approved) });
    await this.box.s3.send(put);
  }

  /** The task of a run whose plan lies there. */
  async carryOut(id: RunId, variables: Record<string, string> = {}): Promise<RestoreRun> {
    const result = await this.box.worker(["restore"], {
      principal: RESTORE_TASK,
      variables: { ...IMPATIENT, RUN_ID: id, RUN_TRIGGER: "manual", ...variables },
    });
    return { ...result, id, last: result.events.at(-1) };
  }

  async record(run: RunId): Promise<RunRecord> {
    return runRecord.parse(await this.json(runRecordKey(run)));
  }

  async receipt(run: RunId, target?: string): Promise<Receipt> {
    return receipt.parse(
      await this.json(keyOfReceipt(run, target === undefined ? undefined : repositoryName.parse(target))),
    );
  }

  async journal(run: RunId, target: string): Promise<RestoreJournal> {
    return restoreJournal.parse(await this.json(journalKey(run, repositoryName.parse(target))));
  }

  /** What GitHub's REST API says, as the restore App sees it. */
  async github(path: string): Promise<Record<string, unknown> & { status: number }> {
    const answer = await fetch(`${this.box.urls.githubApi}${path}`, {
      headers: { authorization: `Bearer ${await this.tokenFor(path.split("/")[2] ?? "")}` },
    });
    const body = answer.status === 204 ? {} : ((await answer.json()) as Record<string, unknown>);
    return { ...body, status: answer.status };
  }

  async exists(name: string): Promise<boolean> {
    return (await this.github(`/repos/${name}`)).status === 200;
  }

  /** Names of all repositories of an organisation that begin so: nothing may be made twice under another name. */
  async namesOf(organisation: string, beginning: string): Promise<string[]> {
    const answer = await fetch(`${this.box.urls.githubApi}/orgs/${organisation}/repos?per_page=100`, {
      headers: { authorization: `Bearer ${await this.tokenFor(organisation)}` },
    });
    const names = ((await answer.json()) as { name: string }[]).map(({ name }) => name);
    return names.filter((name) => name.startsWith(beginning)).sort();
  }

  /** Branches and tags, as stock git sees them where GitHub keeps them, one "oid name" a line. */
  async refs(name: string): Promise<string[]> {
    const listed = await runGit(["-C", this.box.sourceOf(name), "for-each-ref", "--format=%(objectname) %(refname)"]);
    return listed.split("\n").filter((line) => /^\S+ refs\/(heads|tags)\//.test(line));
  }

  private async tokenFor(organisation: string): Promise<string> {
    const { id } = await this.box.github("installations", { app: APPS.restore.slug, account: organisation });
    const app = { ...APPS.restore, installation: Number(id) };
    return mintToken(this.box.urls.githubApi, this.box.sandbox.dataDir, app);
  }

  private async json(key: string): Promise<unknown> {
    return JSON.parse((await this.box.object(key, BUCKETS.records)).toString("utf8"));
  }
}

/** A small repository of its own; `history` as the demo fleet has it. */
export const small = (name: string, history: DemoRepository["history"] = {}): DemoRepository => ({
  name,
  description: `Sources of ${name}`,
  history: { language: "md", commits: 6, openBranches: 1, releases: 1, pulls: 1, ...history },
});
