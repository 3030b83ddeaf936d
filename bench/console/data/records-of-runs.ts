// The records of a year of runs: a backup each day, and proofs of a share of the fleet that go round it within the interval.
import { PROOF_LEDGER_KEY, runRecordKey } from "@/lib/domain/bucket-keys";
import { newRunId } from "@/lib/domain/ids";
import { runId } from "@/lib/domain/ids-schema";
import type { Manifest } from "@/lib/domain/manifest";
import { isPartial } from "@/lib/domain/partial-snapshot";
import { lastLinkOf, type ProofLedger } from "@/lib/domain/proof";
import { emptyLedger, mergeLedger, type NewProof } from "@/lib/domain/proof-ledger";
import type { RunRecord } from "@/lib/domain/run";
import { TARGETS } from "@/sandbox/names";
import type { BucketSeeder } from "@/sandbox/s3/seed-buckets";

/** Half of the chains are proven from each bucket. */
const SIDES = ["primary", "replica"] as const;
const PROOF_SECONDS = 2;

export class RecordsOfRuns {
  private readonly seeder: BucketSeeder;
  private ledger: ProofLedger | undefined;
  private last = new Date(0);

  constructor(seeder: BucketSeeder) {
    this.seeder = seeder;
  }

  backup({ run, snapshot, timestamp, totals, repos, ...manifest }: Manifest): void {
    if (!run) return;
    const failures = repos.flatMap(({ repo, outcome, reason }) =>
      outcome === "failed" && reason ? [{ ...reason, repo, outcome }] : [],
    );
    const { captured, unchanged, empty, failed } = totals;
    const record: RunRecord = {
      ...{ version: 1, id: runId.parse(run.id), kind: "backup", trigger: run.trigger, snapshot, worker: run.worker },
      state: isPartial({ ...manifest, run, snapshot, timestamp, totals, repos }) ? "partial" : "succeeded",
      ...{ requested_at: run.started_at, started_at: run.started_at, finished_at: timestamp, updated_at: timestamp },
      ...{ outcomes: { captured, unchanged, empty, failed }, failures, failure_count: failures.length },
      newly_vanished: totals.newly_vanished,
    };
    this.write(runRecordKey(record.id), record, timestamp);
  }

  /** What of the manifest's chains is the day's share. */
  prove({ snapshot, timestamp, repos }: Manifest, day: number): void {
    const at = timestamp;
    const run = newRunId(new Date(Date.parse(at) + 1000), "proofs");
    const interval = TARGETS.proofIntervalDays - 1;
    const share = repos.filter(({ id = 0, chain }) => chain.length > 0 && (id + day) % interval === 0);
    const proofs = share.map(({ id = 0, repo, chain, refs }): NewProof => {
      const side = SIDES[Math.floor((id + day) / interval) % 2] ?? "primary";
      const bytes = chain.reduce((sum, link) => sum + link.size_bytes, 0);
      const of = { snapshot, last_link: lastLinkOf(chain) ?? { key: "" }, links: chain.length, bytes };
      const proof = { side, verdict: "proven" as const, at, run, ...of, refs: refs?.count, seconds: PROOF_SECONDS };
      return { of: { id, repo }, proof };
    });
    this.ledger = mergeLedger(this.ledger ?? emptyLedger(at), { proofs, manifests: [] }, at);
    this.last = new Date(at);
  }

  /** Writes what is known at the end. */
  close(): void {
    if (this.ledger) this.write(PROOF_LEDGER_KEY, this.ledger, this.last.toISOString());
  }

  private write(key: string, value: object, at: string): void {
    const body = `${JSON.stringify(value, null, 2)}\n`;
    this.seeder.put({ key, body, lastModified: new Date(at), contentType: "application/json" });
  }
}
