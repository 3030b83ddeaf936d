import { expect, test, vi } from "vitest";
import { snapshotId } from "@/lib/domain/ids-schema";
import type { SideManifests } from "@/lib/domain/manifest-chain";
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

const problem = { code: "manifest-altered", message: "it is another", hint: "Look." };
const manifests = (sha256: string): SideManifests => ({
  ...{ side: "primary", bucket: "backups" },
  copies: new Map([
    [snapshotId.parse("2026-11-19"), { sha256: "b".repeat(64), finishedAt: "2026-11-19T02:05:00Z" }],
    [snapshotId.parse("2026-11-20"), { sha256, finishedAt: "2026-11-20T02:05:00Z" }],
  ]),
});

test("a manifest that is altered is not remembered as it is now", async () => {
  const records = new MemoryObjectStore("records");
  const book = new ProofBook(verifyContext({ records }));
  book.noteManifests(
    [manifests("c".repeat(64))],
    [{ snapshot: snapshotId.parse("2026-11-20"), side: "primary", problem }],
  );
  await book.close({ scope: "all" });
  expect((await readLedger(records))?.manifests.map(({ snapshot }) => snapshot)).toEqual(["2026-11-19"]);
});

test("the metric and the verdict have chains, manifests and buckets; what waits for the replica is no failure", () => {
  const book = new ProofBook(verifyContext());
  const lagging = { ...problem, code: "replica-lagging" };
  book.unproven.push({ repo: proofOf(1).of.repo, side: "replica", problem: lagging });
  expect([book.failures(), book.verdict()]).toEqual([0, undefined]);
  book.unproven.push({
    repo: proofOf(2).of.repo,
    side: "primary",
    problem: { ...problem, code: "too-large-to-prove" },
  });
  expect(book.failures()).toBe(0);
  expect(book.verdict()?.message).toContain("acme/web-2 in the primary: could not be proven");
  const failed = proofOf(3);
  book.add({ ...failed, proof: { ...failed.proof, verdict: "failed" } });
  book.altered = [{ snapshot: snapshotId.parse("2026-11-20"), side: "primary", problem }];
  book.away = [{ side: "replica", problem: { ...problem, code: "storage-unreachable" } }];
  expect(book.failures()).toBe(3);
  expect(book.verdict()?.message).toMatch(
    /web-3 in the primary: the backup is not.*1 manifest altered.*replica does not/,
  );
});
