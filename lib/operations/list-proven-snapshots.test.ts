import { beforeEach, expect, test, vi } from "vitest";
import { AppError } from "@/lib/domain/errors";
import { runId, snapshotId } from "@/lib/domain/ids-schema";
import { lastLinkOf } from "@/lib/domain/proof";
import { summarise } from "@/lib/domain/snapshot";
import { MemoryObjectStore } from "@/lib/testing/memory-object-store";
import { putManifest, sampleEntry, sampleManifest } from "@/lib/testing/sample-manifest";
import { twoBuckets } from "@/lib/testing/two-buckets";
import { listProvenSnapshots } from "./list-proven-snapshots";
import { mergeIntoLedger } from "./proof-records";
import { LedgerCache } from "./read-proofs";

const NOW = new Date("2026-11-21T03:00:00Z");
const AT = "2026-11-20T05:00:00Z";
const [api, web] = [sampleEntry("acme/api"), sampleEntry("acme/web")];
let deps: ReturnType<typeof twoBuckets> & { records: MemoryObjectStore; ledgers: LedgerCache };
const list = async () => (await listProvenSnapshots(deps, { limit: 10 }, NOW)).rows.map(({ proof }) => proof);

beforeEach(async () => {
  deps = { ...twoBuckets(), records: new MemoryObjectStore("records"), ledgers: new LedgerCache() };
  for (const day of ["2026-11-20", "2026-11-21"])
    await putManifest(deps.sides.primary, sampleManifest(day, [api, web]));
});

async function prove(): Promise<void> {
  const last_link = lastLinkOf(api.chain);
  if (!last_link) throw new Error("no chain");
  const made = { run: runId.parse("20261120T050000Z-aaaaaa"), snapshot: snapshotId.parse("2026-11-20"), at: AT };
  const proof = { side: "primary", verdict: "proven", links: 1, bytes: 1, seconds: 1, last_link, ...made } as const;
  await mergeIntoLedger(deps.records, { proofs: [{ of: api, proof }], manifests: [] }, AT);
}

test("before the first proof nothing is proven of any, and nothing is said of an unfinished one", async () => {
  await deps.primary.put("github-backup/2026-11-22/acme/api.bundle", "unfinished");
  const none = { chains: 2, proven: 0, failed: 0 };
  expect(await list()).toEqual([undefined, none, none]);
});

test("each snapshot says what is proven of it, also by a proof that was made with another", async () => {
  await prove();
  const one = { chains: 2, proven: 1, failed: 0, newestAt: AT, oldestAt: AT };
  expect(await list()).toEqual([one, one]);
});

test("neither the ledger nor a manifest is read again while they are as they were", async () => {
  await prove();
  await list();
  const [ledger, manifests] = [vi.spyOn(deps.records, "readText"), vi.spyOn(deps.primary, "readText")];
  await list();
  expect([ledger.mock.calls.length, manifests.mock.calls.length]).toEqual([0, 0]);
});

test("a ledger that cannot be read leaves the list, and claims nothing", async () => {
  deps.records.failure = new AppError("storage-unreachable", { bucket: "records", detail: "away" });
  expect(await list()).toEqual([undefined, undefined]);
});

test("a large manifest is not read for a list: what was known before is told, and the newest snapshot once it is in memory", async () => {
  await prove();
  await list();
  await putManifest(deps.sides.primary, sampleManifest("2026-11-22", [api, web]));
  vi.spyOn(deps.cache, "summary").mockImplementation(async (_, id) => ({
    ...summarise(sampleManifest(id, [api, web])),
    totalRepositories: 10_000,
  }));
  const reads = vi.spyOn(deps.primary, "readText");
  const one = { chains: 2, proven: 1, failed: 0, newestAt: AT, oldestAt: AT };
  expect(await list()).toEqual([undefined, one, one]);
  expect(reads.mock.calls.filter(([key]) => String(key).includes("2026-11-22"))).toEqual([]);
  await deps.cache.newest(deps.sides.primary);
  expect(await list()).toEqual([one, one, one]);
});
