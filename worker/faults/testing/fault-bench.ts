import { cp } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { checkpointPrefix, runRecordKey } from "@/lib/domain/bucket-keys";
import { newRunId, type RunId } from "@/lib/domain/ids";
import type { RunRecord } from "@/lib/domain/run";
import { runRecord } from "@/lib/domain/run-schema";
import { BUCKETS } from "@/sandbox/names";
import type { DemoRepository } from "@/sandbox/seed/demo-fleet";
import type { FaultAction, FaultInput, FaultRule } from "@/sandbox/shared/faults";
import { TestSandbox, type WorkerResult } from "@/sandbox/testing/test-sandbox";
import { Soundness } from "./sound";

export type Server = "github" | "s3" | "aws";

/** A rule for one of the servers. */
export interface Fault {
  id?: string;
  server: Server;
  match: { method?: string; path?: string; body?: string; operation?: string };
  action: FaultAction;
  skip?: number;
  times?: number;
}

/** When a run is sent a signal: so long after its start, or once this fault has struck. */
export interface Kill {
  signal: "SIGTERM" | "SIGKILL";
  at: { ms: number } | Fault;
}

export interface BackupOptions {
  faults?: readonly Fault[];
  kill?: Kill;
  variables?: Record<string, string>;
  /** S3 was not to be had at the end either, so the record cannot say how it was. */
  recordLost?: boolean;
}

/** How often each rule with an id has struck. */
type Hits = ReadonlyMap<string, number>;

export interface FaultyRun extends WorkerResult {
  id: RunId;
  hits: Hits;
  record?: RunRecord;
}

/** What is tried again is tried again at once: the pauses have tests of their own. And silence is met before `MOST_RUN_MS`. */
const IMPATIENT = {
  RETRY_PAUSE_MS: "20",
  STOP_PATIENCE_SECONDS: "2",
  GIT_IDLE_TIMEOUT_SECONDS: "20",
  S3_IDLE_TIMEOUT_SECONDS: "20",
};

/** A first part holds 8 MiB. */
export const LARGE_BYTES = 8.5 * 1024 * 1024;

const STRUCK = "the-moment";
const LOOK_MS = 10;
/** Some time after SIGTERM ECS kills, too. */
const MOST_STOP_MS = 40_000;
/** None of these runs is long; one that hangs shall be seen with its log. */
const MOST_RUN_MS = 100_000;

/** A sandbox on which things go wrong. */
export class FaultBench {
  readonly box: TestSandbox;
  readonly sound: Soundness;
  private runs = 0;

  private constructor(box: TestSandbox) {
    this.box = box;
    this.sound = new Soundness(box);
  }

  /** Repositories of these names: small ones, and ones whose bundles take a multipart upload of two parts. */
  static async start(small: readonly string[], large: readonly string[] = []): Promise<FaultBench> {
    const [template, ...copies] = large;
    const box = await TestSandbox.start([
      ...small.map((name) => repository(name)),
      ...(template ? [repository(template, LARGE_BYTES)] : []),
    ]);
    // Copied and not made: content that does not compress costs git seconds.
    for (const name of copies)
      await cp(box.sourceOf(`acme/${template}`), box.sourceOf(`acme/${name}`), { recursive: true });
    return new FaultBench(box);
  }

  /** One backup while these faults are in force. Afterwards none is, and what must hold after every run was seen to hold. */
  async backup({ faults = [], kill, variables, recordLost }: BackupOptions = {}): Promise<FaultyRun> {
    const at = kill && "server" in kill.at ? kill.at : undefined;
    for (const { server, ...rule } of at ? [...faults, { ...at, id: STRUCK }] : faults)
      await this.box.fault(server, rule satisfies FaultInput);
    const id = newRunId(new Date(), String(++this.runs).padStart(6, "0"));
    const run = await this.run({ ...IMPATIENT, RUN_ID: id, ...variables }, kill);
    const hits = new Map([...(await this.hits("github")), ...(await this.hits("s3"))]);
    await this.box.clearFaults();
    const record = await this.record(id);
    if (record?.state === "running") await this.letTimePass(record);
    await this.sound.expectAfter(run, record, { s3Lost: recordLost });
    return { ...run, id, hits, record };
  }

  /** The repositories that a run noted as captured. */
  async checkpoints(run: RunId): Promise<string[]> {
    const names: string[] = [];
    for (const key of await this.box.keys(BUCKETS.records, checkpointPrefix(run))) {
      const entries: { repo: string }[] = JSON.parse((await this.box.object(key, BUCKETS.records)).toString());
      names.push(...entries.map(({ repo }) => repo));
    }
    return names;
  }

  private async run(variables: Record<string, string>, kill: Kill | undefined): Promise<WorkerResult> {
    let hangs = false;
    let deadline: NodeJS.Timeout | undefined;
    const run = await this.box.worker(["backup"], {
      variables,
      onStart: (send) => {
        if (kill) void this.killInTime(kill, send);
        deadline = setTimeout(() => {
          hangs = true;
          send("SIGKILL");
        }, MOST_RUN_MS);
      },
    });
    clearTimeout(deadline);
    if (hangs) throw new Error(`the run did not end within ${MOST_RUN_MS / 1000} s\n${run.output}`);
    return run;
  }

  private async hits(server: Server): Promise<Hits> {
    const answer = await fetch(`${this.box.urls[server]}/_sandbox/faults`);
    const { faults } = (await answer.json()) as { faults: FaultRule[] };
    return new Map(faults.map(({ id, hits }) => [id, hits]));
  }

  private async record(run: RunId): Promise<RunRecord | undefined> {
    const text = await this.box.object(runRecordKey(run), BUCKETS.records).catch(() => undefined);
    return text && runRecord.parse(JSON.parse(text.toString("utf8")));
  }

  private async killInTime({ signal, at }: Kill, send: (signal: NodeJS.Signals) => void): Promise<void> {
    if ("ms" in at) await sleep(at.ms);
    // A run that is quicker takes its faults along.
    else for (let hits = 0; hits === 0; await sleep(LOOK_MS)) hits = (await this.hits(at.server)).get(STRUCK) ?? 1;
    send(signal);
    if (signal === "SIGTERM") setTimeout(() => send("SIGKILL"), MOST_STOP_MS).unref();
  }

  /** For a run that was killed: its record becomes as old as that of one that died a minute ago. */
  private async letTimePass(record: RunRecord): Promise<void> {
    const Body = JSON.stringify({ ...record, updated_at: new Date(Date.now() - 60_000).toISOString() });
    await this.box.s3.send(new PutObjectCommand({ Bucket: BUCKETS.records, Key: runRecordKey(record.id), Body }));
  }
}

/** A repository with branches, tags and merges; `bytes` that do not compress come on top. */
function repository(name: string, bytes = 0): DemoRepository {
  return { name, description: "", history: { commits: 8, releases: 2, pulls: 1, binaryBytes: bytes } };
}

/** A repository's name out of a case's: "stalls within the pack" is acme/stalls-within-the-pack. */
export function slug(words: string): string {
  return words
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}

/** S3's refusal with this code. */
export function s3Error(status: number, code: string): FaultAction {
  return { kind: "status", status, body: `<Error><Code>${code}</Code><Message>as asked for</Message></Error>` };
}
