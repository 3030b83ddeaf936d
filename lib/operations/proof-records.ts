// The ledger of proofs and the evidence of each run, in the records bucket.
import { PROOF_LEDGER_KEY, PROOF_RUNS_PREFIX, proofRunKey } from "@/lib/domain/bucket-keys";
import { hasCode } from "@/lib/domain/errors";
import type { RunId } from "@/lib/domain/ids";
import type { ProofLedger } from "@/lib/domain/proof";
import { emptyLedger, type LedgerNews, mergeLedger } from "@/lib/domain/proof-ledger";
import { type ProofRun, proofRun } from "@/lib/domain/proof-run";
import { proofLedger } from "@/lib/domain/proof-schema";
import type { ObjectStore } from "@/lib/ports/object-store";
import { receiptHash } from "./digest";
import { readRecord, toJson } from "./json-record";

/** Undefined before the first proof. @throws AppError record-invalid, storage-* */
export async function readLedger(records: ObjectStore): Promise<ProofLedger | undefined> {
  try {
    return (await readRecord(records, PROOF_LEDGER_KEY, proofLedger, "the ledger of proofs")).value;
  } catch (error) {
    if (hasCode(error, "not-found")) return undefined;
    throw error;
  }
}

/** Each conflict means that another run has got its proofs in: only so many verify runs work at once. */
const ATTEMPTS = 12;

/**
 * Puts a run's news into the ledger, over the state that was read: of two runs at once neither loses a row.
 * @throws AppError object-changed when others write all the time; storage-*
 */
export async function mergeIntoLedger(records: ObjectStore, news: LedgerNews, at: string): Promise<ProofLedger> {
  for (let attempt = 1; ; attempt++) {
    const stored = await readForMerge(records, at);
    const merged = mergeLedger(stored.ledger, news, at);
    try {
      // In one line: with tens of thousands of repositories the spaces would be most of it.
      await records.put(PROOF_LEDGER_KEY, `${JSON.stringify(merged)}\n`, {
        onlyIf: stored.etag === undefined ? "absent" : { etag: stored.etag },
        contentType: "application/json",
      });
      return merged;
    } catch (error) {
      if (!hasCode(error, "object-changed", "object-exists") || attempt >= ATTEMPTS) throw error;
    }
  }
}

/** Without an etag where there is none yet; a damaged one is replaced by what the evidence tells. */
async function readForMerge(records: ObjectStore, at: string): Promise<{ ledger: ProofLedger; etag?: string }> {
  try {
    const { value, etag } = await readRecord(records, PROOF_LEDGER_KEY, proofLedger, "the ledger of proofs");
    return { ledger: value, etag };
  } catch (error) {
    if (hasCode(error, "not-found")) return { ledger: emptyLedger(at) };
    if (!hasCode(error, "record-invalid")) throw error;
    const { etag } = await records.head(PROOF_LEDGER_KEY);
    return { ledger: await rebuildLedger(records, at), etag };
  }
}

/** Runs that a lost or damaged ledger is made of again: more than go round the fleet. */
const RUNS_TO_REBUILD = 60;

/** The ledger as the runs' own evidence tells it. What cannot be read of that is left out. */
export async function rebuildLedger(records: ObjectStore, at: string): Promise<ProofLedger> {
  const keys: string[] = [];
  for await (const { key } of records.list(PROOF_RUNS_PREFIX)) keys.push(key);
  let ledger = emptyLedger(at);
  for (const key of keys.slice(-RUNS_TO_REBUILD)) {
    const run = await readRecord(records, key, proofRun, key).catch((error: unknown) => {
      if (hasCode(error, "record-invalid", "not-found")) return undefined;
      throw error;
    });
    const proofs = run?.value.proofs.map(({ id, repo, ...proof }) => ({ of: { id, repo }, proof })) ?? [];
    ledger = mergeLedger(ledger, { proofs, manifests: [] }, at);
  }
  return ledger;
}

/** Seals it with its hash and writes it, once. @returns its key */
export async function writeProofRun(records: ObjectStore, value: ProofRun): Promise<string> {
  const key = proofRunKey(value.run);
  const sealed = { ...value, hash: receiptHash(value) };
  await records.put(key, toJson(sealed), { onlyIf: "absent", contentType: "application/json" });
  return key;
}

/** @throws AppError not-found, record-invalid */
export async function readProofRun(records: ObjectStore, run: RunId): Promise<ProofRun> {
  return (await readRecord(records, proofRunKey(run), proofRun, `the evidence of run ${run}`)).value;
}
