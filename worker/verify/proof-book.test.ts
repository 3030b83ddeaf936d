import { expect, test, vi } from "vitest";
import { snapshotId } from "@/lib/domain/ids";
import type { Proof } from "@/lib/domain/proof";
import type { NewProof } from "@/lib/domain/proof-ledger";
import { readLedger } from "@/lib/operations/proof-records";
import { MemoryObjectStore } from "@/lib/testing/memory-object-store";
import { sampleEntry } from "@/lib/testing/sample-manifest";
import { ProofBook } from "./proof-book";
import { verifyContext } from "./testing/verify-context";

const proofOf = (id: number): NewProof => {
  const { repo, chain } = sampleEntry(`acme/web-${id}`);
  const proof: Proof = {
    ...{ side: "primary", at: "2026-11-21T06:00:00Z", run: verifyContext().recorder.run, verdict: "proven" },
    ...{ snapshot: snapshotId.parse("2026-11-20"), links: 1, bytes: 10, seconds: 1 },
    last_link: { key: chain[0]?.s3_key ?? "", sha256: "a".repeat(64) },
  };
  return { of: { id, repo }, proof };
};

test("a run that is killed keeps the proofs it made, but for those of the last half minute", async () => {
  const records = new MemoryObjectStore("records");
  let now = Date.parse("2026-11-21T06:00:00Z");
  const context = verifyContext({ records, now: () => new Date(now) });
  const book = new ProofBook(context);
  const kept = async () => (await readLedger(records))?.rows.length ?? 0;
  book.add(proofOf(1));
  now += 31_000;
  book.add(proofOf(2));
  await vi.waitFor(async () => expect(await kept()).toBe(2));
  book.add(proofOf(3));
  expect(await kept()).toBe(2);
  await book.close({ scope: "all" });
  expect(await kept()).toBe(3);
});
