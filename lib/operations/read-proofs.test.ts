import { beforeEach, expect, test } from "vitest";
import { AppError } from "@/lib/domain/errors";
import { runId, snapshotId } from "@/lib/domain/ids-schema";
import { lastLinkOf, type Proof } from "@/lib/domain/proof";
import { MemoryObjectStore } from "@/lib/testing/memory-object-store";
import { putManifest, sampleEntry, sampleManifest } from "@/lib/testing/sample-manifest";
import { twoBuckets } from "@/lib/testing/two-buckets";
import { mergeIntoLedger } from "./proof-records";
import { LedgerCache, readProofs } from "./read-proofs";

const id = snapshotId.parse("2026-11-21");
const api = sampleEntry("acme/api");
let deps: ReturnType<typeof twoBuckets> & { records: MemoryObjectStore; ledgers: LedgerCache };

beforeEach(async () => {
  deps = { ...twoBuckets(), records: new MemoryObjectStore("records"), ledgers: new LedgerCache() };
  await putManifest(deps.sides.primary, sampleManifest("2026-11-21", [api, sampleEntry("acme/new", "empty")]));
});

async function prove(at: string, more: Partial<Proof> = {}): Promise<void> {
  const last_link = lastLinkOf(api.chain);
  if (!last_link) throw new Error("no chain");
  const facts = { side: "primary", verdict: "proven", links: 1, bytes: 1, seconds: 1, snapshot: id } as const;
  const proof = { ...facts, at, run: runId.parse("20261121T050000Z-aaaaaa"), last_link, ...more };
  await mergeIntoLedger(deps.records, { proofs: [{ of: api, proof }], manifests: [] }, at);
}

test("before the first proof every entry with a chain is not proven in either bucket; what is empty is not listed", async () => {
  const { proofs, problem } = await readProofs(deps, id, "primary");
  expect(problem).toBeUndefined();
  expect(proofs).toEqual({
    "acme/api": [
      { side: "primary", state: "never" },
      { side: "replica", state: "never" },
    ],
  });
});

test("each new proof shows at once, a failure with its words", async () => {
  await prove("2026-11-21T05:00:00Z");
  expect((await readProofs(deps, id, "primary")).proofs[api.repo]?.[0]).toMatchObject({ state: "proven" });
  const problem = { code: "bundle-truncated", message: "it ends early", hint: "Use the other one." };
  await prove("2026-11-22T05:00:00Z", { verdict: "failed", problem });
  expect((await readProofs(deps, id, "primary")).proofs[api.repo]?.[0]).toMatchObject({
    state: "failed",
    at: "2026-11-22T05:00:00Z",
    problem: { message: "it ends early" },
  });
});

test("a ledger that cannot be read is said, and nothing is claimed", async () => {
  deps.records.failure = new AppError("storage-unreachable", { bucket: "records", detail: "away" });
  const { proofs, problem } = await readProofs(deps, id, "primary");
  expect(proofs).toEqual({});
  expect(problem?.code).toBe("storage-unreachable");
});
