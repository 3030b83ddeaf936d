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
  const [read, told] = await Promise.all([
    ledgers.read(records).then(
      (ledger) => ({ ledger }),
      () => undefined,
    ),
    newestRow && readNewest(deps, newestRow),
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

/** Undefined where it would have to be read, and is large: the next list has it. */
async function readNewest(
  { sides, cache }: ReadProofs,
  { id, summary }: SnapshotRow,
): Promise<{ newest: Manifest | undefined } | undefined> {
  // Without it less is known of what has not changed since, and nothing wrong.
  const read = () =>
    askEither(sides, "primary", (backups) => cache.newest(backups)).then(
      ({ value }) => ({ newest: value?.manifest }),
      () => ({ newest: undefined }),
    );
  const held = Object.values(sides).some((backups) => cache.has(backups, id));
  if (held || (summary?.totalRepositories ?? 0) <= SMALL_FLEET) return read();
  if (!waiting.has(cache)) {
    waiting.add(cache);
    setTimeout(() => read().finally(() => waiting.delete(cache)), LATER_MS).unref();
  }
  return undefined;
}

const waiting = new WeakSet<ManifestCache>();

/** Neither changes often, and to go through ten thousand chains takes a while. */
const kept = new WeakMap<ProofLedger, { newest: Manifest | undefined; spans: ProofSpans }>();
