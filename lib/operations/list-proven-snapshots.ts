import type { SnapshotId } from "@/lib/domain/ids";
import type { Manifest } from "@/lib/domain/manifest";
import type { SnapshotPage } from "@/lib/domain/overview";
import type { ProofLedger } from "@/lib/domain/proof";
import { type ProofSpans, proofSpans, provenShare } from "@/lib/domain/proof-spans";
import { askEither } from "./both-sides";
import { type ListSnapshots, listSnapshots } from "./list-snapshots";
import type { ReadProofs } from "./read-proofs";

/** One page of snapshots with what is proven of each. @throws as listSnapshots */
export async function listProvenSnapshots(
  deps: ListSnapshots & ReadProofs,
  page: { limit: number; before?: SnapshotId },
  now: Date,
): Promise<SnapshotPage> {
  const [listed, known] = await Promise.all([listSnapshots(deps, page, now), readSpans(deps)]);
  if (!known) return listed;
  const rows = listed.rows.map((row) => (row.summary ? { ...row, proof: provenShare(known, row.summary) } : row));
  return { ...listed, rows };
}

/** Undefined where the ledger cannot be read: the list says that it is not known, and the overview why. */
async function readSpans({ sides, cache, records, ledgers }: ReadProofs): Promise<ProofSpans | undefined> {
  const [read, newest] = await Promise.all([
    ledgers.read(records).then(
      (ledger) => ({ ledger }),
      () => undefined,
    ),
    // Without it less is known of what has not changed since, and nothing wrong.
    askEither(sides, "primary", (backups) => cache.newest(backups)).then(
      ({ value }) => value?.manifest,
      () => undefined,
    ),
  ]);
  if (!read) return undefined;
  if (!read.ledger) return { spans: [] };
  const { ledger } = read;
  const before = kept.get(ledger);
  if (before && before.newest === newest) return before.spans;
  const configured = sides.replica ? (["primary", "replica"] as const) : (["primary"] as const);
  const spans = proofSpans({ ledger, newest, root: sides.primary.root, sides: configured });
  kept.set(ledger, { newest, spans });
  return spans;
}

/** Neither changes often, and to go through ten thousand chains takes a while. */
const kept = new WeakMap<ProofLedger, { newest: Manifest | undefined; spans: ProofSpans }>();
