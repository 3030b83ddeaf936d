import { expect, test } from "vitest";
import { AppError } from "@/lib/domain/errors";
import { readRun } from "@/lib/operations/run-records";
import { MemoryObjectStore } from "@/lib/testing/memory-object-store";
import { HostWatch } from "./host-watch";
import { createLog } from "./log";
import { RunRecorder } from "./run-recorder";

const until = (time: string) => new Date(`2026-11-21T${time}Z`);
const traffic = { git_requests: 1, rest_requests: 2, refusals: 3, budgets: [] };

async function watched() {
  const records = new MemoryObjectStore("records");
  const lines: string[] = [];
  const now = () => until("02:00:00");
  const log = createLog({ format: "human", write: (line) => lines.push(line), now });
  const recorder = new RunRecorder({ kind: "backup", trigger: "manual", records, log, now, random: () => "aaaaaa" });
  await recorder.start();
  const written = async () => {
    await recorder.finish({ state: "running" });
    return (await readRun(records, recorder.run)).record;
  };
  return { watch: new HostWatch({ log, recorder }, 8), lines, written };
}

test("the record says until when the last of the accounts waits, and nothing once all go on", async () => {
  const { watch, lines, written } = await watched();
  watch.waiting("acme", until("02:14:00"));
  watch.waiting("beta", until("02:10:00"));
  const latest = until("02:14:00").toISOString();
  expect((await written()).waiting).toEqual({ until: latest, accounts: ["acme", "beta"] });
  expect(lines.join("")).toContain("waiting for GitHub's rate limit until 02:14 UTC: acme");
  watch.resumed("acme");
  expect((await written()).waiting?.accounts).toEqual(["beta"]);
  watch.resumed("beta");
  expect((await written()).waiting).toBeUndefined();
});

test("at the end of a run nothing waits any more, and its requests are told", async () => {
  const { watch, lines, written } = await watched();
  watch.waiting("acme", until("02:14:00"));
  watch.keep(traffic, true);
  const record = await written();
  expect(record.waiting).toBeUndefined();
  expect(record.github).toEqual(traffic);
  expect(lines.at(-1)).toContain("GitHub requests: 1 git, 2 REST; 3 refused for asking too often");
});

test("what slows the run down are throttling and outages, not what is wrong with one repository", async () => {
  const { watch } = await watched();
  for (let count = 0; count < 6; count++) watch.failed(new AppError("pack-invalid"));
  watch.failed(new Error("a fault of ours"));
  expect(watch.pool.limit).toBe(8);
  watch.throttled();
  expect(watch.pool.limit).toBe(4);
  for (const code of ["github-unreachable", "git-transfer-cut", "github-unreachable"] as const)
    watch.failed(new AppError(code));
  expect(watch.pool.limit).toBe(2);
});
