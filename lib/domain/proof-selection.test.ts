import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { repositoryName, runId, snapshotId } from "./ids-schema";
import type { ChainLink } from "./manifest";
import { lastLinkOf, lastProven, ledgerIndex, type Proof, type ProofLedger } from "./proof";
import { emptyLedger, mergeLedger } from "./proof-ledger";
import { allProofs, type Choice, type Provable, selectProofs } from "./proof-selection";
import type { Side } from "./snapshot";

const DAY = 86_400_000;
const START = Date.parse("2026-01-01T04:00:00Z");
const RUN = runId.parse("20260101T040000Z-aaaaaa");
const BOTH: Side[] = ["primary", "replica"];

function repository(number: number, bytes: number, createdAt = START): Provable {
  const link: ChainLink = {
    s3_key: `github-backup/2026-01-01/acme/r${number}.bundle`,
    kind: "full",
    size_bytes: bytes,
    created_at: new Date(createdAt).toISOString(),
  };
  return { id: number, repo: repositoryName.parse(`acme/r${number}`), chain: [link] };
}

function proofOf({ entry, side }: Choice<Provable>, at: number, verdict: Proof["verdict"] = "proven"): Proof {
  const link = lastLinkOf(entry.chain);
  if (!link) throw new Error("no chain");
  const snapshot = snapshotId.parse(new Date(at).toISOString().slice(0, 10));
  const facts = { links: 1, bytes: 1, seconds: 1 };
  return { side, verdict, at: new Date(at).toISOString(), run: RUN, snapshot, last_link: link, ...facts };
}

function prove(ledger: ProofLedger, choices: Choice<Provable>[], at: number, verdict?: Proof["verdict"]): ProofLedger {
  const proofs = choices.map((choice) => ({ of: choice.entry, proof: proofOf(choice, at, verdict) }));
  return mergeLedger(ledger, { proofs, manifests: [] }, new Date(at).toISOString());
}

const sizes = fc.array(fc.oneof(fc.nat(2000), fc.nat(5_000_000_000)), { minLength: 1, maxLength: 30 });

test("with a run a day no chain is ever older than the interval, in whatever sizes, with repositories that come later and runs that are missed", () => {
  fc.assert(
    fc.property(
      sizes,
      sizes,
      fc.integer({ min: 2, max: 14 }),
      fc.nat(20),
      fc.integer({ min: 2, max: 50 }),
      (first, later, intervalDays, newAfter, missed) => {
        let ledger = emptyLedger(new Date(START).toISOString());
        let fleet = first.map((bytes, index) => repository(index, bytes));
        for (let day = 0; day < 40; day++) {
          const now = START + day * DAY;
          if (day === newAfter)
            fleet = [...fleet, ...later.map((bytes, index) => repository(1000 + index, bytes, now))];
          // Never two in a row: a day is what there is to spare.
          if (day % missed === missed - 1) continue;
          const rowOf = ledgerIndex(ledger);
          for (const each of fleet) {
            const since = Date.parse(lastProven(rowOf(each))?.at ?? each.chain[0]?.created_at ?? "");
            expect(now - since).toBeLessThanOrEqual(intervalDays * DAY);
          }
          ledger = prove(ledger, selectProofs(fleet, { ledger, sides: BOTH, now: new Date(now), intervalDays }), now);
        }
      },
    ),
    { numRuns: 60 },
  );
});

test("the share is even: of a fleet of equals, about as many each day, and each bucket in turn", () => {
  const fleet = Array.from({ length: 60 }, (_, index) => repository(index, 1000));
  let ledger = emptyLedger(new Date(START).toISOString());
  const seen = new Map<string, Side[]>();
  for (let day = 0; day < 24; day++) {
    const now = START + day * DAY;
    const choices = selectProofs(fleet, { ledger, sides: BOTH, now: new Date(now), intervalDays: 7 });
    expect(choices.length, `day ${day}`).toBe(10);
    for (const { entry, side } of choices) seen.set(entry.repo, [...(seen.get(entry.repo) ?? []), side]);
    ledger = prove(ledger, choices, now);
  }
  for (const sides of seen.values()) expect(sides).toEqual(["primary", "replica", "primary", "replica"]);
});

describe("what comes first", () => {
  const fleet = [repository(1, 10), repository(2, 10), repository(3, 10)];
  const none = emptyLedger(new Date(START).toISOString());
  const select = (ledger: ProofLedger | undefined, days: number) =>
    selectProofs(fleet, { ledger, sides: BOTH, now: new Date(START + days * DAY), intervalDays: 7 }).map(
      ({ entry, side }) => `${entry.repo} ${side}`,
    );

  test("what was never proven, then the oldest proof", () => {
    const two = fleet.slice(0, 2).flatMap((entry) => ({ entry, side: "primary" as const }));
    const ledger = prove(prove(none, two.slice(0, 1), START + DAY), two.slice(1), START);
    expect(select(ledger, 1.5)).toEqual(["acme/r3 primary"]);
    expect(select(prove(ledger, [{ entry: fleet[2] as Provable, side: "replica" }], START + 2 * DAY), 2)).toEqual([
      "acme/r2 replica",
    ]);
  });

  test("what failed is tried again every day in the same bucket, until it is proven there, whatever else is due", () => {
    const broken = [{ entry: fleet[1] as Provable, side: "replica" as const }];
    const ledger = prove(prove(none, allProofs(fleet, BOTH), START), broken, START + DAY, "failed");
    expect(select(ledger, 2)[0]).toBe("acme/r2 replica");
    expect(select(ledger, 3)[0]).toBe("acme/r2 replica");
    expect(select(prove(ledger, broken, START + 3 * DAY), 4)).not.toContain("acme/r2 replica");
  });

  test("a chain that is old already and was never proven is taken the first day, with all of its like", () => {
    expect(select(undefined, 6)).toHaveLength(3);
    expect(select(undefined, 0)).toHaveLength(1);
  });
});

test("everything is every chain in every bucket; what has no chain is nothing to prove", () => {
  const empty = { ...repository(9, 1), chain: [] };
  expect(allProofs([repository(1, 1), empty], BOTH).map(({ side }) => side)).toEqual(BOTH);
  expect(selectProofs([empty], { ledger: undefined, sides: BOTH, now: new Date(START), intervalDays: 7 })).toEqual([]);
});
