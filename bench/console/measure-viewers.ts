// Fifty people with a page open each: what their browsers poll, as often as they do.
import { setTimeout as sleep } from "node:timers/promises";
import { POLL_MS } from "@/components/polling";
import { ask, percentile } from "./ask";
import type { StartedConsole } from "./started-console";

interface Viewer {
  cookie: string;
  routes: string[];
  everyMs: number;
}

export interface Viewed {
  requests: number;
  p50: number;
  p95: number;
}

const LOOK_MS = 60_000;
/** Rounds in which all ask at the same moment. */
const ROUNDS = 10;

/** Sessions of their own, spread over the pages that people leave open. */
export async function openViewers(console: StartedConsole, count: number, newest: string): Promise<Viewer[]> {
  const kinds = [
    { routes: ["/api/overview"], everyMs: POLL_MS.idleList },
    { routes: ["/api/snapshots?limit=60"], everyMs: POLL_MS.idleList },
    {
      routes: [`/api/snapshots/${newest}?side=primary`, `/api/snapshots/${newest}/entries?side=primary`],
      everyMs: POLL_MS.snapshot,
    },
    { routes: ["/api/repositories"], everyMs: POLL_MS.coverage },
  ];
  const viewers: Viewer[] = [];
  for (let number = 0; number < count; number++) {
    const { routes, everyMs } = kinds[number % kinds.length] ?? { routes: [], everyMs: 0 };
    viewers.push({ cookie: await console.session(`viewer-${number}`), routes, everyMs });
  }
  // Who they are and what they may do is asked of GitHub once; that is no part of a poll.
  for (const { cookie } of viewers) await ask(`${console.url}/api/settings`, cookie);
  return viewers;
}

/** A minute of it, each beginning at a moment of its own. */
export async function watchFor(console: StartedConsole, viewers: Viewer[], ms = LOOK_MS): Promise<Viewed> {
  const times: number[] = [];
  const end = performance.now() + ms;
  await Promise.all(
    viewers.map(async ({ cookie, routes, everyMs }, index) => {
      await sleep((everyMs * index) / viewers.length);
      while (performance.now() < end) {
        for (const route of routes) times.push(await timeOf(console, route, cookie));
        await sleep(everyMs);
      }
    }),
  );
  return viewed(times);
}

/** All of them at the same moment, some times in a row. */
export async function allAtOnce(console: StartedConsole, viewers: Viewer[]): Promise<Viewed> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const asked = viewers.flatMap(({ cookie, routes }) => routes.map((route) => timeOf(console, route, cookie)));
    times.push(...(await Promise.all(asked)));
    await sleep(1000);
  }
  return viewed(times);
}

async function timeOf(console: StartedConsole, route: string, cookie: string): Promise<number> {
  const { ms, status } = await ask(console.url + route, cookie);
  if (status !== 200) throw new Error(`${route} answered ${status}`);
  return ms;
}

const viewed = (times: number[]): Viewed => ({
  requests: times.length,
  p50: percentile(times, 0.5),
  p95: percentile(times, 0.95),
});
