import { expect, test } from "vitest";
import { repositoryName, runId, snapshotId } from "./ids-schema";
import type { ChainLink } from "./manifest";
import type { LedgerRow, Proof } from "./proof";
import { type ProofState, proofState, worstProof } from "./proof-state";

const link = (key: string): ChainLink => ({ s3_key: key, kind: "full", size_bytes: 1, sha256: key });
const proof = (key: string, at: string, more: Partial<Proof> = {}): Proof => ({
  ...{ side: "primary", verdict: "proven", at, links: 1, bytes: 1, seconds: 1 },
  ...{ run: runId.parse("20260101T040000Z-aaaaaa"), snapshot: snapshotId.parse("2026-01-01") },
  last_link: { key, sha256: key },
  ...more,
});
const row = (...proofs: Proof[]): LedgerRow => ({ id: 1, repo: repositoryName.parse("acme/web"), proofs });
const state = (key: string | undefined, ...proofs: Proof[]) =>
  proofState(key ? [link(key)] : [], row(...proofs), "primary").state;

test.each([
  ["its own proof", "b", [proof("b", "2026-01-02"), proof("a", "2026-01-03", { verdict: "failed" })], "proven"],
  [
    "its own failure after its own proof",
    "b",
    [proof("b", "2026-01-02"), proof("b", "2026-01-03", { verdict: "failed" })],
    "failed",
  ],
  [
    "its own proof after its own failure",
    "b",
    [proof("b", "2026-01-02", { verdict: "failed" }), proof("b", "2026-01-03")],
    "proven",
  ],
  ["a proof of the state before", "b", [proof("a", "2026-01-02")], "earlier"],
  [
    "a failure of the state before: what is put behind a broken bundle is broken",
    "b",
    [proof("a", "2026-01-02", { verdict: "failed" })],
    "failed",
  ],
  ["a proof of the other bucket only", "b", [proof("b", "2026-01-02", { side: "replica" })], "never"],
  ["nothing", "b", [], "never"],
  ["no chain", undefined, [], "nothing"],
] as const)("an entry with %s", (_, key, proofs, expected) => {
  expect(state(key, ...proofs)).toBe(expected);
});

test("the same key with other bytes is another state; what an old manifest does not know does not tell states apart", () => {
  expect(proofState([{ ...link("a"), sha256: "other" }], row(proof("a", "2026-01-02")), "primary").state).toBe(
    "earlier",
  );
  expect(proofState([{ ...link("a"), sha256: undefined }], row(proof("a", "2026-01-02")), "primary").state).toBe(
    "proven",
  );
});

test("where there is room for one, a failure is told before all, and a bucket whose turn has not come last", () => {
  const told = (...states: { side: string; state: ProofState; at?: string }[]) => worstProof(states)?.side;
  const good = { side: "primary", state: "proven", at: "2026-01-02" } as const;
  expect(told(good, { side: "replica", state: "failed" })).toBe("replica");
  expect(told({ side: "replica", state: "never" }, good)).toBe("primary");
  expect(told(good, { side: "replica", state: "proven", at: "2026-01-03" })).toBe("replica");
});
