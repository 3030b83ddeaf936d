// Two thousand repositories: what grows with them, and what must not.
import { execFile } from "node:child_process";
import { rm } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { BUCKETS } from "@/sandbox/names";
import { peakMemory } from "@/sandbox/testing/peak-memory";
import { TestSandbox, type WorkerResult } from "@/sandbox/testing/test-sandbox";

const REPOSITORIES = 2000;
/** What docs/deploy.md promises for a fleet of any size. */
const MOST_MEMORY_BYTES = 300 * 1024 * 1024;
/** GitHub's largest page. */
const PAGE = 100;
const TIMEOUT_MS = 300_000;

let box: TestSandbox;
beforeAll(async () => {
  box = await TestSandbox.start([{ name: "repo-0001", description: "", history: { commits: 3, pulls: 0 } }]);
  const first = box.sourceOf("acme/repo-0001");
  for (const each of ["hooks", "info", "description"])
    await rm(path.join(first, each), { recursive: true, force: true });
  // Hard links: the others take no room, and no time to speak of.
  const copies = 'for n in $(seq 2 "$2"); do cp -al "$1/repo-0001.git" "$1/$(printf "repo-%04d" "$n").git"; done';
  await promisify(execFile)("sh", ["-c", copies, "sh", path.dirname(first), String(REPOSITORIES)]);
}, TIMEOUT_MS);
afterAll(() => box.stop());

interface Measured extends WorkerResult {
  peakBytes: number;
  requests: { git: number; fetches: number; pages: number; objects: number };
}

/** A backup, with the requests it made. */
async function measuredBackup(): Promise<Measured> {
  const watch = (server: "github" | "s3", id: string, match: object) =>
    box.fault(server, { id, match, action: { kind: "watch" }, times: 0 });
  await watch("github", "fetches", { body: "command=fetch" });
  await watch("github", "git", { path: "\\.git/" });
  await watch("github", "pages", { path: "/installation/repositories" });
  await watch("s3", "objects", { path: `^/${BUCKETS.backups}[/?]` });
  let peak: Promise<number> | undefined;
  const run = await box.worker(["backup"], { onStart: (_, child) => (peak = peakMemory(child)) });
  const [git = 0, fetches = 0, pages = 0, objects = 0] = [
    ...(await hits("github", "git", "fetches", "pages")),
    ...(await hits("s3", "objects")),
  ];
  await box.clearFaults();
  return { ...run, peakBytes: (await peak) ?? 0, requests: { git, fetches, pages, objects } };
}

async function hits(server: "github" | "s3", ...ids: string[]): Promise<number[]> {
  const { faults } = await (await fetch(`${box.urls[server]}/_sandbox/faults`)).json();
  return ids.map((id) => faults.find((each: { id: string }) => each.id === id).hits);
}

test(
  `${REPOSITORIES} repositories are listed page by page and backed up in bounded memory`,
  async () => {
    const run = await measuredBackup();
    expect(run.exitCode, run.output.slice(-2000)).toBe(0);
    const { totals, repos } = await box.newestManifest();
    expect(totals).toMatchObject({ captured: REPOSITORIES, failed: 0 });
    expect(new Set(repos.map(({ id }) => id)).size).toBe(REPOSITORIES);
    expect(run.requests).toMatchObject({ git: 2 * REPOSITORIES, fetches: REPOSITORIES });
    expect(run.requests.pages).toBe(2 * (REPOSITORIES / PAGE));
    expect(run.peakBytes).toBeGreaterThan(0);
    expect(run.peakBytes).toBeLessThan(MOST_MEMORY_BYTES);
  },
  TIMEOUT_MS,
);

test(
  "a day on which nothing changed costs one git request each; what is asked of the bucket does not grow with the fleet",
  async () => {
    const run = await measuredBackup();
    expect(run.exitCode, run.output.slice(-2000)).toBe(0);
    expect((await box.newestManifest()).totals).toMatchObject({ unchanged: REPOSITORIES, stored_bytes: 0 });
    expect(run.requests).toMatchObject({ git: REPOSITORIES, fetches: 0 });
    // The snapshots, the manifest before, the keys of all bundles in pages of a thousand, the new manifest; a retry or two.
    expect(run.requests.objects).toBeLessThan(REPOSITORIES / 100);
    expect(run.peakBytes).toBeLessThan(MOST_MEMORY_BYTES);
  },
  TIMEOUT_MS,
);
