import { setTimeout as sleep } from "node:timers/promises";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { journalKey, runRecordKey } from "@/lib/domain/bucket-keys";
import { newRunId, type RepositoryName, type RunId } from "@/lib/domain/ids";
import { repositoryName } from "@/lib/domain/ids-schema";
import type { Manifest } from "@/lib/domain/manifest";
import { type RestoreJournal, restoreJournal } from "@/lib/domain/restore-journal";
import type { RunRecord } from "@/lib/domain/run";
import { runRecord } from "@/lib/domain/run-schema";
import { BUCKETS, ORGANISATION } from "@/sandbox/names";
import type { DemoRepository } from "@/sandbox/seed/demo-fleet";
import type { FaultAction, FaultInput, FaultRule } from "@/sandbox/shared/faults";
import type { TestSandbox, WorkerResult } from "@/sandbox/testing/test-sandbox";
import type { Fault } from "../../../faults/testing/fault-bench";
import { type BackedUp, IMPATIENT, RESTORE_TASK, startBackedUp } from "../../testing/backed-up";

export interface RestoreOptions {
  faults?: readonly Fault[];
  /** While the request that this fault strikes is held, this is done. */
  meanwhile?: { at: Fault; act: () => Promise<unknown> };
  /** SIGKILL, or this signal, so long after the start or once this fault has struck. */
  kill?: { ms: number } | Fault;
  signal?: NodeJS.Signals;
  variables?: Record<string, string>;
  /** This run goes on with that one. */
  retryOf?: RunId;
}

export interface Restored extends WorkerResult {
  id: RunId;
  /** How often each rule with an id has struck. */
  hits: ReadonlyMap<string, number>;
  record?: RunRecord;
  /** It was still at work when it was killed. */
  killed: boolean;
}

const STRUCK = "the-moment";
const LOOK_MS = 10;

/** A fault of GitHub's that strikes `times` (0: for ever), after `skip` that it lets pass. */
export const on = (match: Fault["match"], action: FaultAction, times: number, skip = 0): Fault => ({
  server: "github",
  match,
  action,
  times,
  skip,
});

/** A sandbox with one snapshot, on which restores go wrong. They run as the restore task's role. */
export class FaultyRestores {
  readonly box: TestSandbox;
  readonly manifest: Manifest;
  private runs = 0;

  private constructor({ box, manifest }: BackedUp) {
    this.box = box;
    this.manifest = manifest;
  }

  /** `prepare` changes the sources before they are backed up. */
  static async start(
    fleet: readonly DemoRepository[],
    prepare?: (box: TestSandbox) => Promise<void>,
  ): Promise<FaultyRestores> {
    return new FaultyRestores(await startBackedUp(fleet, prepare));
  }

  /** One repository into a new one. */
  one(source: string, target: string, options: RestoreOptions = {}): Promise<Restored> {
    return this.restore(
      ["--repository", `${ORGANISATION}/${source}`, "--target", `${ORGANISATION}/${target}`],
      options,
    );
  }

  /** Some into new ones called `<prefix><name>`. */
  many(sources: readonly string[], prefix: string, options: RestoreOptions = {}): Promise<Restored> {
    const names = sources.map((name) => `${ORGANISATION}/${name}`).join(",");
    return this.restore(["--repositories", names, "--prefix", prefix], options);
  }

  retry(of: RunId, options: RestoreOptions = {}): Promise<Restored> {
    return this.worker(["--retry", of], options);
  }

  restore(args: string[], options: RestoreOptions = {}): Promise<Restored> {
    return this.worker(["--snapshot", this.manifest.snapshot, ...args], options);
  }

  /** A request to GitHub's REST API with the restore App's token. */
  async rest(path: string): Promise<{ status: number; body: unknown }> {
    const headers = { authorization: `Bearer ${await this.box.token("restore")}` };
    const answer = await fetch(`${this.box.urls.githubApi}${path}`, { headers, redirect: "manual" });
    return { status: answer.status, body: await answer.json().catch(() => undefined) };
  }

  /** What an administrator of GitHub could do: see sandbox/github/sandbox-routes.ts. */
  async admin(resource: string, body: object): Promise<void> {
    const answer = await fetch(`${this.box.urls.github}/_sandbox/${resource}`, {
      method: "POST",
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${resource}: ${await answer.text()}`);
  }

  /** Names that are there beside those that were backed up. */
  async newNames(): Promise<string[]> {
    const sources = new Set<string>(this.manifest.repos.map(({ repo }) => repo));
    const names: string[] = [];
    for (let page = 1; ; page++) {
      const { body } = await this.rest(`/orgs/${ORGANISATION}/repos?per_page=100&page=${page}`);
      const found = body as { full_name: string }[];
      names.push(...found.map((each) => each.full_name).filter((name) => !sources.has(name)));
      if (found.length < 100) return names;
    }
  }

  async journal(origin: RunId, target: string): Promise<RestoreJournal | undefined> {
    const key = journalKey(origin, this.name(target));
    const text = await this.box.object(key, BUCKETS.records).catch(() => undefined);
    return text && restoreJournal.parse(JSON.parse(text.toString()));
  }

  async record(run: RunId): Promise<RunRecord | undefined> {
    const text = await this.box.object(runRecordKey(run), BUCKETS.records).catch(() => undefined);
    return text && runRecord.parse(JSON.parse(text.toString()));
  }

  name(repository: string): RepositoryName {
    return repositoryName.parse(`${ORGANISATION}/${repository}`);
  }

  private async worker(args: string[], options: RestoreOptions): Promise<Restored> {
    const { faults = [], meanwhile, kill, signal = "SIGKILL", variables } = options;
    const moment = meanwhile?.at ?? (kill && "server" in kill ? kill : undefined);
    for (const { server, ...rule } of moment ? [...faults, { ...moment, id: STRUCK }] : faults)
      await this.box.fault(server, rule satisfies FaultInput);
    const id = newRunId(new Date(), String(++this.runs).padStart(6, "0"));
    let ended = false;
    let acted: Promise<unknown> = Promise.resolve();
    const run = await this.box.worker(["restore", ...args], {
      principal: RESTORE_TASK,
      variables: { ...IMPATIENT, RUN_ID: id, ...variables },
      onStart: (send) => {
        if (!kill && !meanwhile) return;
        const act = async () => (meanwhile ? meanwhile.act() : send(signal));
        acted = this.when(kill && "ms" in kill ? kill.ms : moment, () => ended).then((came) => came && act());
      },
    });
    ended = true;
    await acted;
    const hits = await this.hits();
    await this.box.clearFaults();
    if (meanwhile && !hits.get(STRUCK)) throw new Error(`the moment never came\n${run.output}`);
    const record = await this.record(id);
    const killed = run.signal === "SIGKILL";
    if (killed && record) await this.letTimePass(record);
    return { ...run, id, hits, record, killed };
  }

  /** @returns whether the moment came while the run was at work */
  private async when(moment: number | Fault | undefined, isOver: () => boolean): Promise<boolean> {
    if (typeof moment === "number") await sleep(moment);
    else
      while (!isOver()) {
        if ((await this.hits()).get(STRUCK)) break;
        await sleep(LOOK_MS);
      }
    return !isOver();
  }

  private async hits(): Promise<Map<string, number>> {
    const hits = new Map<string, number>();
    for (const server of ["github", "s3"] as const) {
      const answer = await fetch(`${this.box.urls[server]}/_sandbox/faults`);
      const { faults } = (await answer.json()) as { faults: FaultRule[] };
      for (const each of faults) hits.set(each.id, each.hits);
    }
    return hits;
  }

  /** For a run that was killed: its record becomes as old as that of one that died a minute ago. */
  private async letTimePass(record: RunRecord): Promise<void> {
    const Body = JSON.stringify({ ...record, updated_at: new Date(Date.now() - 60_000).toISOString() });
    await this.box.s3.send(new PutObjectCommand({ Bucket: BUCKETS.records, Key: runRecordKey(record.id), Body }));
  }
}

/** A repository with branches, tags, merges and pull requests. */
export function repository(name: string, more: Partial<DemoRepository> = {}): DemoRepository {
  return {
    name,
    description: `What ${name} is for`,
    history: { commits: 12, openBranches: 2, releases: 3, pulls: 1, workflow: true },
    ...more,
  };
}
