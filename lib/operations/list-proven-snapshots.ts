import type { SnapshotId } from "@/lib/domain/ids";
import type { Manifest } from "@/lib/domain/manifest";
import type { SnapshotPage } from "@/lib/domain/overview";
import type { ProofLedger } from "@/lib/domain/proof";
import { type ProofSpans, proofSpans, provenShare } from "@/lib/domain/proof-spans";
import type { SnapshotRow } from "@/lib/domain/snapshot";
import { askEither } from "./both-sides";
import { type ListSnapshots, listSnapshots } from "./list-snapshots";
import type { ManifestCache } from "./manifest-cache";
import type { ReadProofs } from "./read-proofs";

/** One page of snapshots with what is proven of each. @throws as listSnapshots */
export async function listProvenSnapshots(
  deps: ListSnapshots & ReadProofs,
  page: { limit: number; before?: SnapshotId },
  now: Date,
): Promise<SnapshotPage> {
  const listed = await listSnapshots(deps, page, now);
  const known = await readSpans(deps, page.before ? undefined : listed.rows.find(({ summary }) => summary));
  if (!known) return listed;
  const { spans, upTo } = known;
  const isKnown = (id: SnapshotId) => upTo === undefined || id <= upTo;
  const rows = listed.rows.map((row) =>
    row.summary && isKnown(row.id) ? { ...row, proof: provenShare(spans, row.summary) } : row,
  );
  return { ...listed, rows };
}

/** Up to this many repositories its manifest is read for the list; a larger one takes a second of everything else's time. */
const SMALL_FLEET = 2000;
/** What is only read for the list waits until whoever asked for something else has it. */
const LATER_MS = 5000;

interface KnownSpans {
  spans: ProofSpans;
  /** Of newer snapshots nothing is known yet. */
  upTo?: SnapshotId;
}

/** Undefined where the ledger cannot be read, or nothing was reckoned with it yet: the list says that it is not known. */
async function readSpans(deps: ReadProofs, newestRow: SnapshotRow | undefined): Promise<KnownSpans | undefined> {
  const { sides, records, ledgers } = deps;
  let ledger: ProofLedger | undefined;
  try {
    if (!(await ledgers.isAtHand(records))) return readLater(deps);
    ledger = await ledgers.read(records);
  } catch {
    return undefined;
  }
  if (!ledger) return { spans: { spans: [] } };
  const before = kept.get(ledger);
  if (!newestRow || !isAtHand(deps, newestRow)) {
    if (newestRow) readLater(deps);
    return before && { spans: before.spans, upTo: before.newest?.snapshot };
  }
  const newest = await readNewest(deps);
  if (before && before.newest === newest) return { spans: before.spans };
  const configured = sides.replica ? (["primary", "replica"] as const) : (["primary"] as const);
  const spans = proofSpans({ ledger, newest, root: sides.primary.root, sides: configured });
  kept.set(ledger, { newest, spans });
  return { spans };
}

const isAtHand = ({ sides, cache }: ReadProofs, { id, summary }: SnapshotRow): boolean =>
  Object.values(sides).some((backups) => cache.has(backups, id)) || (summary?.totalRepositories ?? 0) <= SMALL_FLEET;

/** Without it less is known of what has not changed since, and nothing wrong. */
const readNewest = ({ sides, cache }: ReadProofs): Promise<Manifest | undefined> =>
  askEither(sides, "primary", (backups) => cache.newest(backups)).then(
    ({ value }) => value?.manifest,
    () => undefined,
  );

/** What is large is read in a moment when nobody waits for it: the next list has it. */
function readLater(deps: ReadProofs): undefined {
  const { cache, ledgers, records } = deps;
  if (waiting.has(cache)) return;
  waiting.add(cache);
  const read = async () => {
    await Promise.allSettled([ledgers.read(records), readNewest(deps)]);
    waiting.delete(cache);
  };
  setTimeout(read, LATER_MS).unref();
}

const waiting = new WeakSet<ManifestCache>();

/** Neither changes often, and to go through ten thousand chains takes a while. */
const kept = new WeakMap<ProofLedger, { newest: Manifest | undefined; spans: ProofSpans }>();
