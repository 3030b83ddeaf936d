// The hourly watch of a large organisation against a script that lists both buckets; and doctor and the choice of proofs there.
import path from "node:path";
import { DeleteObjectCommand, DeleteObjectsCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { REPLICATION_STATE_KEY } from "@/lib/domain/bucket-keys";
import { formatNumber } from "@/lib/domain/format";
import { BUCKETS, REGION, REPLICA_REGION } from "@/sandbox/names";
import { ADMIN } from "@/sandbox/shared/principals";
import { workerCommand } from "@/sandbox/worker-command";
import { Arena } from "../arena";
import { besideWorker, buildBesideWorker } from "../build-beside-worker";
import { WORKER } from "../built-worker";
import { type Cost, measure, median } from "../measure";
import { markdownTable, publish, verdict } from "../report";
import { ROUNDS } from "../scale";
import { megabytes } from "../table";
import { startCountingProxy } from "./counting-proxy";
import { LARGE_REPOSITORIES, SNAPSHOTS, writeLargeBuckets } from "./large-buckets";

/** Wall clock of the watch over that of the script, at most. */
const ASKED = 2;
const RSS_BOUND_BYTES = 300e6;
/** As many as one request deletes. */
const TAKEN_AWAY = 1000;

const SCRIPT = "bench/watch/list-and-compare.ts";

interface Measured extends Cost {
  requests: number;
}
interface Pair {
  script?: Measured;
  ours: Measured;
}

export async function watchCase(): Promise<void> {
  await buildBesideWorker(SCRIPT);
  let objects = 0;
  const arena = await Arena.open(async (organisation) => {
    objects = await writeLargeBuckets(path.resolve(organisation, "../.."), new Date());
  });
  try {
    const bench = new Bench(arena);
    const first = await bench.inTurn(() => forget(arena));
    const hourly = await bench.inTurn();
    const doctor = await bench.once(["bash", "-c", MAY_FIND_PROBLEMS, "bash", ...worker("doctor")]);
    const proofs = await bench.once(["bash", "-c", UNTIL_CHOSEN, "bash", ...worker("verify")]);
    await takeAway(arena);
    await forget(arena);
    await bench.once(worker("watch"));
    const lacking = await bench.inTurn();
    publish("watch", [
      `${formatNumber(LARGE_REPOSITORIES)} repositories, ${SNAPSHOTS} snapshots, ${formatNumber(objects)} objects in each bucket. ${MEANING}`,
      markdownTable(HEAD, [
        row("the first look: every snapshot", first, ROUNDS),
        row("the hourly look", hourly, ROUNDS),
        row(`the hourly look when the replica lacks ${formatNumber(TAKEN_AWAY)} objects`, lacking, ROUNDS),
        row("doctor", { ours: doctor }, 1),
        row("verify until the day's share is chosen", { ours: proofs }, 1),
      ]),
    ]);
  } finally {
    await arena.close();
  }
}

const MEANING =
  "Script: a bundled Node program that lists both buckets from beginning to end with the AWS SDK, at the same time, and compares keys and sizes. Watch: the whole worker process, from Node's start: the comparison, the coverage of every repository from the newest manifest, the report, the metrics. Requests are of S3, counted in a run of their own. Medians of runs in turn.";

const LIST_AND_COMPARE = [process.execPath, besideWorker(SCRIPT)];
const worker = (verb: string) => [...workerCommand(WORKER), verb];

/** The sandbox is not configured in every way that the doctor asks for. */
const MAY_FIND_PROBLEMS = '"$@"; [ $? -le 1 ]';
/** Then it is stopped: the bundles are none. */
const UNTIL_CHOSEN =
  'exec 3< <(exec "$@"); pid=$!; grep -m1 -q \'"event":"chosen"\' <&3; kill $pid; cat <&3 > /dev/null; true';

class Bench {
  private readonly arena: Arena;

  constructor(arena: Arena) {
    this.arena = arena;
  }

  /** The script and the watch, one after the other; medians of the rounds, requests counted in another one. */
  async inTurn(prepare: () => Promise<void> = async () => undefined): Promise<Pair> {
    const theirs: Cost[] = [];
    const ours: Cost[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      await prepare();
      theirs.push(await this.run(LIST_AND_COMPARE));
      ours.push(await this.run(worker("watch")));
    }
    await prepare();
    const script = await this.once(LIST_AND_COMPARE);
    const watch = await this.once(worker("watch"));
    return {
      script: { ...median(theirs), requests: script.requests },
      ours: { ...median(ours), requests: watch.requests },
    };
  }

  /** Measured as its requests are counted, and so a little slower. */
  async once(command: string[]): Promise<Measured> {
    const { s3, s3Replica } = this.arena.urls;
    const primary = await startCountingProxy(s3);
    const replica = await startCountingProxy(s3Replica);
    try {
      const urls = { AWS_ENDPOINT_URL_S3: primary.url, REPLICA_ENDPOINT_URL: replica.url };
      const cost = await this.run(command, urls);
      return { ...cost, requests: primary.count + replica.count };
    } finally {
      await primary.close();
      await replica.close();
    }
  }

  private run([program = "", ...args]: string[], urls: Record<string, string> = {}): Promise<Cost> {
    return measure(program, args, { env: { ...this.arena.variables, ...urls } });
  }
}

const HEAD = ["case", "script", "ours", "ours / script", "asked", "CPU", "RSS", "requests", "rounds"];

function row(what: string, { script, ours }: Pair, rounds: number): string[] {
  const both = (of: (cost: Measured) => string) => (script ? `${of(script)}, ${of(ours)}` : of(ours));
  const ratio = script && ours.wallSeconds / script.wallSeconds;
  const memory = verdict(megabytes(RSS_BOUND_BYTES), ours.peakRssBytes <= RSS_BOUND_BYTES);
  return [
    what,
    script ? `${script.wallSeconds.toFixed(2)} s` : "",
    `${ours.wallSeconds.toFixed(2)} s`,
    ratio === undefined ? "" : `${ratio.toFixed(2)}x`,
    ratio === undefined ? memory : `${verdict(`at most ${ASKED}x`, ratio <= ASKED)}, ${memory}`,
    both((cost) => `${cost.cpuSeconds.toFixed(1)} s`),
    both((cost) => megabytes(cost.peakRssBytes)),
    both((cost) => formatNumber(cost.requests)),
    String(rounds),
  ];
}

/** Takes objects of the oldest snapshot out of the replica. */
async function takeAway({ urls }: Arena): Promise<void> {
  const replica = new S3Client({ endpoint: urls.s3Replica, region: REPLICA_REGION, credentials: ADMIN });
  const page = await replica.send(new ListObjectsV2Command({ Bucket: BUCKETS.replica, MaxKeys: TAKEN_AWAY }));
  const Objects = (page.Contents ?? []).map(({ Key }) => ({ Key }));
  await replica.send(new DeleteObjectsCommand({ Bucket: BUCKETS.replica, Delete: { Objects } }));
}

/** The watch then looks at every snapshot. */
async function forget({ urls }: Arena): Promise<void> {
  const primary = new S3Client({ endpoint: urls.s3, region: REGION, credentials: ADMIN });
  await primary.send(new DeleteObjectCommand({ Bucket: BUCKETS.records, Key: REPLICATION_STATE_KEY }));
}
