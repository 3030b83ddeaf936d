import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { repositoryName, runId, snapshotId } from "./ids-schema";
import { lastProven, ledgerIndex, newest, type Proof } from "./proof";
import { emptyLedger, MANIFESTS_REMEMBERED, mergeLedger, type NewProof, PROOFS_KEPT } from "./proof-ledger";

const RUN = runId.parse("20260101T040000Z-aaaaaa");
const day = (number: number) => new Date(Date.parse("2026-01-01T00:00:00Z") + number * 86_400_000);
const snapshot = (number: number) => snapshotId.parse(day(number).toISOString().slice(0, 10));

function proof(number: number, more: Partial<Proof> = {}): Proof {
  const facts = { side: "primary", verdict: "proven", run: RUN, links: 1, bytes: 1, seconds: 1 } as const;
  const at = day(number).toISOString();
  return { ...facts, at, snapshot: snapshot(number), last_link: { key: `k${number}`, sha256: `${number}` }, ...more };
}

const of = (id: number | undefined, name = "acme/web") => ({ id, repo: repositoryName.parse(name) });
const merge = (...proofs: NewProof[]) =>
  mergeLedger(emptyLedger(day(0).toISOString()), { proofs, manifests: [] }, day(0).toISOString());

const anyProof = fc
  .record({
    id: fc.nat(2),
    number: fc.nat(12),
    state: fc.nat(5),
    side: fc.constantFrom("primary", "replica"),
    verdict: fc.constantFrom("proven", "failed"),
  })
  .map(({ id, number, state, side, verdict }): NewProof => {
    const last_link = { key: `k${state}`, sha256: `${state}` };
    return { of: of(id, `acme/r${id}`), proof: proof(number, { side, verdict, last_link } as Partial<Proof>) };
  });

test("in whichever order and pieces runs merge, the ledger comes out the same, and the newest of each kind is in it", () => {
  fc.assert(
    fc.property(fc.array(anyProof, { maxLength: 25 }), fc.nat(25), (proofs, cut) => {
      const at = day(0).toISOString();
      const whole = merge(...proofs);
      const shuffled = mergeLedger(
        merge(...proofs.slice(cut).reverse()),
        { proofs: proofs.slice(0, cut), manifests: [] },
        at,
      );
      expect(shuffled).toEqual(whole);
      expect(mergeLedger(whole, { proofs, manifests: [] }, at)).toEqual(whole);
      for (const each of proofs) {
        const row = ledgerIndex(whole)(each.of);
        const like = (other: Proof) => other.side === each.proof.side && other.verdict === each.proof.verdict;
        expect((newest(row, like)?.at ?? "") >= each.proof.at).toBe(true);
      }
      for (const row of whole.rows) expect(row.proofs.length).toBeLessThanOrEqual(2 * (PROOFS_KEPT + 2));
    }),
  );
});

describe("a row", () => {
  test("is one for all states of a repository, by its id, under the name it has last", () => {
    const ledger = merge(
      { of: of(7, "acme/old"), proof: proof(1) },
      { of: of(7, "acme/new"), proof: proof(3) },
      { of: of(7, "acme/mid"), proof: proof(2) },
    );
    expect(ledger.rows).toMatchObject([{ id: 7, repo: "acme/new" }]);
    expect(lastProven(ledger.rows[0])?.at).toBe(day(3).toISOString());
  });

  test("that was known by its name only goes on under its id", () => {
    const ledger = merge({ of: of(undefined), proof: proof(1) }, { of: of(7), proof: proof(2, { side: "replica" }) });
    expect(ledger.rows).toMatchObject([{ id: 7, proofs: [{ side: "replica" }, { side: "primary" }] }]);
  });

  test("keeps the last proof that held under ever so many failures", () => {
    const failures = Array.from({ length: 9 }, (_, index) => ({
      of: of(7),
      proof: proof(index + 5, { verdict: "failed" }),
    }));
    const ledger = merge({ of: of(7), proof: proof(1) }, ...failures);
    expect(lastProven(ledger.rows[0], "primary")?.at).toBe(day(1).toISOString());
    expect(lastProven(ledger.rows[0], "replica")).toBeUndefined();
  });
});

test("a manifest is remembered as it was first seen, the newest ones only", () => {
  const seen = (number: number, sha256: string, at = number) => ({
    snapshot: snapshot(number),
    sha256,
    seen_at: day(at).toISOString(),
  });
  const at = day(0).toISOString();
  const manifests = Array.from({ length: MANIFESTS_REMEMBERED + 5 }, (_, index) => seen(index, "true"));
  const ledger = mergeLedger(emptyLedger(at), { proofs: [], manifests: [seen(64, "false", 70), ...manifests] }, at);
  expect(ledger.manifests).toHaveLength(MANIFESTS_REMEMBERED);
  expect(ledger.manifests[0]).toEqual(seen(64, "true"));
});
