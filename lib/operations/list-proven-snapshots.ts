import type { SnapshotId } from "@/lib/domain/ids";
import type { Manifest } from "@/lib/domain/manifest";
import type { SnapshotPage } from "@/lib/domain/overview";
import type { ProofLedger } from "@/lib/domain/proof";
import { type ProofSpans, proofSpans, provenShare } from "@/lib/domain/proof-spans";
import { askEither } from "./both-sides";
import { type ListSnapshots, listSnapshots } from "./list-snapshots";
import type { ReadProofs } from "./read-proofs";
import { soon } from "./soon";

/** One page of snapshots with what is proven of each. @throws as listSnapshots */
export async function listProvenSnapshots(
  deps: ListSnapshots & ReadProofs,
  page: { limit: number; before?: SnapshotId },
  now: Date,
): Promise<SnapshotPage> {
  const [listed, known] = await Promise.all([listSnapshots(deps, page, now), readSpans(deps)]);
  if (!known) return listed;
  const { spans, upTo } = known;
  const isKnown = (id: SnapshotId) => upTo === undefined || id <= upTo;
  const rows = listed.rows.map((row) =>
    row.summary && isKnown(row.id) ? { ...row, proof: provenShare(spans, row.summary) } : row,
  );
  return { ...listed, rows };
}

/** A manifest of ten thousand repositories takes longer than a list may: what it adds is told with the next one. */
const PATIENCE_MS = 250;

interface KnownSpans {
  spans: ProofSpans;
  /** Of newer snapshots nothing is known yet. */
  upTo?: SnapshotId;
}

/** Undefined where the ledger cannot be read, or nothing was reckoned with it yet: the list says that it is not known. */
async function readSpans({ sides, cache, records, ledgers }: ReadProofs): Promise<KnownSpans | undefined> {
  // Without it less is known of what has not changed since, and nothing wrong.
  const reading = askEither(sides, "primary", (backups) => cache.newest(backups)).then(
    ({ value }) => ({ newest: value?.manifest }),
    () => ({ newest: undefined }),
  );
  const [read, told] = await Promise.all([
    ledgers.read(records).then(
      (ledger) => ({ ledger }),
      () => undefined,
    ),
    soon(reading, PATIENCE_MS),
  ]);
  if (!read) return undefined;
  if (!read.ledger) return { spans: { spans: [] } };
  const { ledger } = read;
  const before = kept.get(ledger);
  if (!told) return before && { spans: before.spans, upTo: before.newest?.snapshot };
  const { newest } = told;
  if (before && before.newest === newest) return { spans: before.spans };
  const configured = sides.replica ? (["primary", "replica"] as const) : (["primary"] as const);
  const spans = proofSpans({ ledger, newest, root: sides.primary.root, sides: configured });
  kept.set(ledger, { newest, spans });
  return { spans };
}

/** Neither changes often, and to go through ten thousand chains takes a while. */
const kept = new WeakMap<ProofLedger, { newest: Manifest | undefined; spans: ProofSpans }>();
