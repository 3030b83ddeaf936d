// The console over the backups of a large organisation: pages, memory, the browser, and many who look at once.
import path from "node:path";
import { formatNumber } from "@/lib/domain/format";
import type { RepositoryName, SnapshotId } from "@/lib/domain/ids";
import { repositoryName, snapshotId } from "@/lib/domain/ids-schema";
import { workerCommand } from "@/sandbox/worker-command";
import { Arena } from "../arena";
import { WORKER } from "../built-worker";
import { measure } from "../measure";
import { markdownTable, publish, verdict } from "../report";
import { SCALE } from "../scale";
import { megabytes } from "../table";
import { startCountingProxy } from "../watch/counting-proxy";
import { type AskedPage, askedPages } from "./asked-pages";
import { CACHE, type CachedFleet, copyFleet, fleetData } from "./data/fleet-data-cache";
import type { FleetData } from "./data/write-fleet-data";
import { InBrowser, slowest } from "./measure-browser";
import { untilIdle, untilKnown, untilWhole } from "./measure-catalogue";
import { inMs, measurePages, PAGE_HEAD } from "./measure-pages";
import { allAtOnce, openViewers, type Viewed, watchFor } from "./measure-viewers";
import { type StartedConsole, startBuiltConsole } from "./started-console";

const REPOSITORIES = Math.ceil(10_000 * SCALE);
const SNAPSHOTS = Math.max(10, Math.ceil(400 * SCALE));
const VIEWERS = 50;
/** What does not grow with them any more is bounded by something else. */
const COUNTED_VIEWERS = [4, VIEWERS, 200];
const SHARED =
  "Answers are shared for three seconds, so that what is asked of S3 is bounded by twenty looks a minute, however many look.";

const VIEWERS_P95_MS = 300;
const FIRST_START_SECONDS = 90;
const NEW_SNAPSHOT_SECONDS = 2;
const RSS_BOUND_BYTES = 600e6;
const SCRIPT_BOUND_BYTES = 450_000;
const LONG_TASK_MS = 200;
const FILTER_MS = 100;

const PERSON = "olga";

/** @param argument one part of it, which is not kept; or `serve`: only starts it, to be looked at */
export async function consoleCase(argument?: string): Promise<void> {
  const fleet = await fleetData({ repositories: REPOSITORIES, snapshots: SNAPSHOTS });
  const arena = await Arena.open((organisation) => copyFleet(fleet, path.resolve(organisation, "../..")), CACHE);
  try {
    await runWatch(arena);
    if (argument === "serve") await serve(arena);
    const chosen = Object.entries(PARTS).filter(([name]) => argument === undefined || name === argument);
    const parts = [];
    for (const [, measurePart] of chosen) {
      const part = await measurePart(arena, fleet);
      process.stdout.write(`\n${part}\n`);
      parts.push(part);
    }
    if (argument === undefined) publish("console", [`${describeData(fleet.facts)}. ${MEANING}`, ...parts]);
  } finally {
    await arena.close();
  }
}

/** Each starts a console of its own. */
const PARTS: Record<string, (arena: Arena, fleet: CachedFleet) => Promise<string>> = {
  start: (arena, { facts }) =>
    withConsole(
      arena,
      async (started, cookie) => {
        const whole = await untilWhole(started, cookie);
        const rows = [["first start over an empty catalogue", inSeconds(whole), within(FIRST_START_SECONDS, whole)]];
        const memory = memoryRow(started);
        const known = await untilKnown(started, cookie, arena.urls, facts.newest);
        process.stderr.write(
          `start ${inSeconds(whole)}, a new snapshot ${inSeconds(known)}; headers take ten minutes\n`,
        );
        rows.push(memory, ["one new snapshot", inSeconds(known), within(NEW_SNAPSHOT_SECONDS, known)]);
        rows.push(["branches and tags of all repositories known", inSeconds(await untilIdle(started, cookie)), ""]);
        return markdownTable(["the catalogue", "measured", "asked"], rows);
      },
      "empty",
    ),
  pages: (arena, fleet) =>
    withConsole(arena, async (started, cookie) => {
      const rows = await measurePages(started, cookie, await pagesOf(started, cookie, fleet));
      return [markdownTable(PAGE_HEAD, rows), wholeTable(started)].join("\n\n");
    }),
  chromium: (arena, fleet) =>
    withConsole(arena, async (started, cookie) =>
      inBrowser(started, cookie, await pagesOf(started, cookie, fleet), fleet.facts.newest),
    ),
  viewers: (arena, { facts }) =>
    withConsole(arena, async (started) => {
      const viewers = await openViewers(started, VIEWERS, facts.newest);
      const rows = [
        viewedRow(`${VIEWERS} viewers, each at its own time`, await watchFor(started, viewers)),
        viewedRow(`${VIEWERS} viewers at the same moment`, await allAtOnce(started, viewers)),
      ];
      return [markdownTable(["who looks", "requests", "p50", "p95", "asked"], rows), wholeTable(started)].join("\n\n");
    }),
  requests: (arena, { facts }) => requestsOfViewers(arena, facts.newest),
};

async function withConsole(
  arena: Arena,
  look: (started: StartedConsole, cookie: string) => Promise<string>,
  catalogue: "filled" | "empty" = "filled",
): Promise<string> {
  const started = await startBuiltConsole(arena.urls, arena.beside("catalogue"));
  try {
    const cookie = await started.session(PERSON);
    if (catalogue === "filled") await untilIdle(started, cookie);
    return await look(started, cookie);
  } finally {
    await started.close();
  }
}

async function pagesOf(started: StartedConsole, cookie: string, { facts }: CachedFleet): Promise<AskedPage[]> {
  const older = daysBefore(facts.newest, Math.min(30, SNAPSHOTS - 1));
  return askedPages({ newest: facts.newest, older, repository: await someRepository(started, cookie) });
}

const wholeTable = (started: StartedConsole): string =>
  markdownTable(
    ["of the whole", "measured", "asked"],
    [["start until it answers", inSeconds(started.startSeconds), ""], memoryRow(started)],
  );

const memoryRow = ({ peakRssBytes }: StartedConsole): string[] => [
  "most memory of the console and its indexer together",
  megabytes(peakRssBytes),
  verdict(megabytes(RSS_BOUND_BYTES), peakRssBytes <= RSS_BOUND_BYTES),
];

const inSeconds = (seconds: number) => `${seconds.toFixed(1)} s`;
const within = (asked: number, seconds: number) => verdict(`${asked} s`, seconds <= asked);

const describeData = ({ repositories, snapshots, objects, manifestBytes }: FleetData): string =>
  `${formatNumber(repositories)} repositories, ${formatNumber(snapshots)} snapshots, ${formatNumber(objects)} objects in each bucket, ${formatNumber(Math.round(manifestBytes / 1e6))} MB of manifests`;

const MEANING =
  "The built console, started over a sandbox that has them. Pages: 50 requests each, one after the other, warm, until the last byte. Script bytes: of a page with an empty cache, compressed as served, with the headers of their answers. Long tasks: while the page loads, and in six seconds after. Filters: the slowest of all keys, until the rows are painted; letters come 80 ms apart where Enter follows them.";

async function inBrowser(
  started: StartedConsole,
  cookie: string,
  pages: AskedPage[],
  newest: SnapshotId,
): Promise<string> {
  const browser = await InBrowser.open(started, cookie);
  const rows: string[][] = [];
  try {
    for (const page of pages) {
      const seen = await browser.measure(page);
      if (!seen) continue;
      const { name, scriptBytes, longestLoading, longestAfter } = seen;
      const small = verdict(`${SCRIPT_BOUND_BYTES / 1000} kB`, scriptBytes <= SCRIPT_BOUND_BYTES);
      const calm = verdict(`${LONG_TASK_MS} ms after`, longestAfter <= LONG_TASK_MS);
      rows.push([
        name,
        `${Math.round(scriptBytes / 1000)} kB`,
        inMs(longestLoading),
        inMs(longestAfter),
        `${small}, ${calm}`,
      ]);
    }
    const wizard = await browser.filter(`/restore?snapshot=${newest}`, FIND, "letters");
    const entries = await browser.filter(`/snapshots/${newest}`, FIND, "enter");
    const repositories = await browser.filter("/repositories", FIND, "enter");
    rows.push(
      filterRow("restore wizard, as one types", wizard),
      filterRow("one snapshot, from Enter", entries),
      filterRow("repositories, from Enter", repositories),
    );
  } finally {
    await browser.close();
  }
  return markdownTable(["in Chromium", "scripts", "longest task: loading", "after, or slowest letter", "asked"], rows);
}

const FIND = "Find repositories";

function filterRow(where: string, times: number[]): string[] {
  const worst = slowest(times);
  return [`filter: ${where}`, "", "", inMs(worst), verdict(`${FILTER_MS} ms`, worst <= FILTER_MS)];
}

/** Counted in a run of its own, for the proxies take time. */
async function requestsOfViewers(arena: Arena, newest: SnapshotId): Promise<string> {
  const { urls } = arena;
  const primary = await startCountingProxy(urls.s3);
  const replica = await startCountingProxy(urls.s3Replica);
  const started = await startBuiltConsole(
    { ...urls, s3: primary.url, s3Replica: replica.url },
    arena.beside("catalogue"),
  );
  try {
    await untilIdle(started, await started.session(PERSON));
    const rows: string[][] = [];
    for (const count of COUNTED_VIEWERS) {
      const viewers = await openViewers(started, count, newest);
      await watchFor(started, viewers, 1);
      const before = primary.count + replica.count;
      const { requests } = await watchFor(started, viewers);
      rows.push([
        `${count} viewers for a minute`,
        formatNumber(requests),
        formatNumber(primary.count + replica.count - before),
      ]);
    }
    return `${markdownTable(["who looks, nothing changes", "requests of theirs", "requests of S3"], rows)}\n\n${SHARED}`;
  } finally {
    await started.close();
    await primary.close();
    await replica.close();
  }
}

function viewedRow(who: string, { requests, p50, p95 }: Viewed): string[] {
  const asked = verdict(`p95 ${VIEWERS_P95_MS} ms`, p95 <= VIEWERS_P95_MS);
  return [who, formatNumber(requests), inMs(p50), inMs(p95), asked];
}

/** The hourly look has been there: the console shows what it found. */
async function runWatch(arena: Arena): Promise<void> {
  const [program = "", ...args] = [...workerCommand(WORKER), "watch"];
  await measure(program, args, { env: arena.variables });
}

async function someRepository({ url }: StartedConsole, cookie: string): Promise<RepositoryName> {
  const answer = await fetch(`${url}/api/repositories`, { headers: { cookie } });
  const { rows } = (await answer.json()) as { rows: { repo: string }[] };
  return repositoryName.parse(rows[Math.floor(rows.length / 2)]?.repo);
}

const DAY_MS = 86_400_000;
const daysBefore = (snapshot: SnapshotId, days: number): SnapshotId =>
  snapshotId.parse(new Date(Date.parse(snapshot) - days * DAY_MS).toISOString().slice(0, 10));

/** Until somebody stops it. */
async function serve(arena: Arena): Promise<never> {
  const { urls } = arena;
  const { url } = await startBuiltConsole(urls, arena.beside("catalogue"));
  process.stdout.write(`console ${url}\nS3 ${urls.s3}, replica ${urls.s3Replica}\nCtrl-C ends it\n`);
  return new Promise<never>(() => undefined);
}
