import { beforeEach, expect, test } from "vitest";
import { NO_CATALOGUE } from "@/lib/domain/catalogue/catalogue-status";
import { AppError } from "@/lib/domain/errors";
import { newRunId, type RunId } from "@/lib/domain/ids";
import type { RunRecord } from "@/lib/domain/run";
import { runRecord } from "@/lib/domain/run-schema";
import type { Catalogue } from "@/lib/ports/catalogue";
import { MemoryObjectStore } from "@/lib/testing/memory-object-store";
import { MemoryTaskRunner } from "@/lib/testing/memory-task-runner";
import { putManifest, sampleEntry, sampleManifest } from "@/lib/testing/sample-manifest";
import { twoBuckets } from "@/lib/testing/two-buckets";
import { endedRuns } from "./follow-run";
import { createRun } from "./run-records";
import { search } from "./search";
import { SharedAnswers } from "./shared-answers";

const NOW = new Date("2026-11-21T03:00:00Z");
const away = new AppError("storage-unreachable", { bucket: "backups", detail: "connection refused" });

/** One that has read nothing yet: snapshots and runs are found without it. */
const catalogue = {
  status: () => NO_CATALOGUE,
  summary: () => undefined,
  findRepositories: () => [],
  findRefs: () => [],
  findTips: () => [],
} as unknown as Catalogue;

let buckets: ReturnType<typeof twoBuckets>;
let records: MemoryObjectStore;
const find = (text: string) =>
  search(
    {
      ...{ sides: buckets.sides, catalogue, records, tasks: new MemoryTaskRunner(), ended: endedRuns() },
      shared: new SharedAnswers(0, Date.now),
    },
    text,
    NOW,
  );
const runsOf = async (text: string) => {
  const { runs } = await find(text);
  return runs.known ? runs.value.map(({ run }) => run) : runs.problem;
};

async function putRun(daysAgo: number, facts: Partial<RunRecord>): Promise<RunId> {
  const at = new Date(NOW.getTime() - daysAgo * 86_400_000);
  const id = newRunId(at, Math.abs(daysAgo).toString(36).padStart(6, "x"));
  const times = { requested_at: at.toISOString(), updated_at: at.toISOString() };
  const said = { version: 1, id, kind: "backup", state: "succeeded", trigger: "manual", ...times, ...facts };
  await createRun(records, runRecord.parse(said));
  return id;
}

beforeEach(() => {
  buckets = twoBuckets();
  records = new MemoryObjectStore("records");
});

test("runs are found by kind, person and repository, newest first", async () => {
  const older = await putRun(2, { actor: "olga" });
  const newer = await putRun(1, {
    kind: "verify",
    verify: { request: { scope: "repository", repository: "acme/web" } },
  } as never);
  expect(await runsOf("verify")).toEqual([newer]);
  expect(await runsOf("OLGA")).toEqual([older]);
  expect(await runsOf("acme/web")).toEqual([newer]);
  expect(await runsOf("2026-11")).toEqual([newer, older]);
});

test("of those far back the ids alone are read; no more are listed than the limit says", async () => {
  const oldest = await putRun(130, { actor: "olga" });
  for (let days = 1; days <= 120; days++) await putRun(days, { actor: "omar" });
  expect(await runsOf("olga")).toEqual([]);
  expect(await runsOf(oldest.slice(-6))).toEqual([oldest]);
  const { runs, limit } = await find("omar");
  expect(runs.known && runs.value.length).toBe(limit);
});

test("where neither bucket can be listed it says why no snapshot is found; one is enough", async () => {
  await putManifest(buckets.sides.replica, sampleManifest("2026-11-20", [sampleEntry("acme/api")]));
  buckets.primary.failure = away;
  expect(await find("2026-11")).toMatchObject({ snapshots: [{ snapshot: "2026-11-20" }], problem: undefined });
  buckets.replica.failure = away;
  expect(await find("2026-11")).toMatchObject({ snapshots: [], problem: { code: "storage-unreachable" } });
});
