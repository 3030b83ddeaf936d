import { PROOF_LEDGER_KEY } from "@/lib/domain/bucket-keys";
import type { ProvenAt } from "@/lib/domain/coverage";
import { hasCode, problemOf } from "@/lib/domain/errors";
import type { RepositoryName, SnapshotId } from "@/lib/domain/ids";
import type { Manifest, ManifestEntry } from "@/lib/domain/manifest";
import { ledgerIndex, type ProofLedger } from "@/lib/domain/proof";
import { type ProofSummary, summariseProofs } from "@/lib/domain/proof-summary";
import { provenIn } from "@/lib/domain/proven-at";
import type { Side } from "@/lib/domain/snapshot";
import { type SnapshotProofs, shownProofs } from "@/lib/domain/snapshot-proofs";
import type { ObjectStore } from "@/lib/ports/object-store";
import { askEither, type Sides } from "./both-sides";
import { KeepRecent } from "./keep-recent";
import type { ManifestCache } from "./manifest-cache";
import { readLedger } from "./proof-records";
import type { SharedAnswers } from "./shared-answers";

export interface ReadProofs {
  sides: Sides;
  cache: ManifestCache;
  records: ObjectStore;
  ledgers: LedgerCache;
}

/** A larger one takes a second of everything else's time to read. */
const SMALL_LEDGER_BYTES = 1024 * 1024;

/** The ledger as it is now: asked for whether it has changed, read only when it has. */
export class LedgerCache {
  private readonly kept = new KeepRecent<IndexedLedger>(1);
  private readonly shared: SharedAnswers | undefined;

  /** `shared`: so long nobody asks again whether it has changed. */
  constructor(shared?: SharedAnswers) {
    this.shared = shared;
  }

  /** Undefined before the first proof. @throws AppError record-invalid, storage-* */
  async read(records: ObjectStore): Promise<ProofLedger | undefined> {
    return (await this.readIndexed(records)).ledger;
  }

  /** Whether reading it costs nothing to speak of: it is in memory, small, or not there. @throws AppError storage-* */
  async isAtHand(records: ObjectStore): Promise<boolean> {
    try {
      const { etag, sizeBytes } = await this.head(records);
      return sizeBytes <= SMALL_LEDGER_BYTES || this.kept.has(etag);
    } catch (error) {
      if (hasCode(error, "object-missing")) return true;
      throw error;
    }
  }

  private head(records: ObjectStore) {
    const head = () => records.head(PROOF_LEDGER_KEY);
    return this.shared?.get("the ledger's etag", head) ?? head();
  }

  /** With what finds a repository in it. @throws as read */
  async readIndexed(records: ObjectStore): Promise<IndexedLedger> {
    try {
      const { etag } = await this.head(records);
      return await this.kept.get(etag, async () => indexed(await readLedger(records)));
    } catch (error) {
      if (hasCode(error, "object-missing")) return NO_LEDGER;
      throw error;
    }
  }
}

interface IndexedLedger {
  ledger: ProofLedger | undefined;
  rowOf: ReturnType<typeof ledgerIndex>;
  proven: ProvenAt[];
}

const NO_LEDGER = { ledger: undefined, rowOf: ledgerIndex(undefined), proven: [] };

const indexed = (ledger: ProofLedger | undefined): IndexedLedger => ({
  ...{ ledger, rowOf: ledgerIndex(ledger), proven: provenIn(ledger) },
});

/** What is proven of each entry of a snapshot, or of one of them. @throws AppError as readSnapshot */
export async function readProofs(
  deps: ReadProofs,
  snapshot: SnapshotId,
  wanted: Side,
  only?: RepositoryName,
): Promise<SnapshotProofs> {
  const { value } = await askEither(deps.sides, wanted, (backups) => deps.cache.read(backups, snapshot));
  const { repos } = value.manifest;
  return proofsOf(deps, snapshot, only === undefined ? repos : repos.filter(({ repo }) => repo === only));
}

/** Of these entries. That the ledger cannot be read is told in the answer. */
export async function proofsOf(
  { sides, records, ledgers }: Pick<ReadProofs, "sides" | "records" | "ledgers">,
  snapshot: SnapshotId,
  entries: readonly ManifestEntry[],
): Promise<SnapshotProofs> {
  try {
    const { rowOf } = await ledgers.readIndexed(records);
    return { proofs: shownProofs(entries, rowOf, snapshot, configured(sides)) };
  } catch (error) {
    return { proofs: {}, problem: problemOf(error) };
  }
}

/** Of the newest snapshot; undefined before the first verify run, or the first backup. @throws AppError record-invalid, storage-* */
export async function readProofSummary({
  sides,
  cache,
  records,
  ledgers,
}: ReadProofs): Promise<ProofSummary | undefined> {
  const ledger = await ledgers.read(records);
  if (!ledger) return undefined;
  const { value } = await askEither(sides, "primary", (backups) => cache.newest(backups));
  if (!value) return undefined;
  const { manifest } = value;
  const known = summaries.get(manifest);
  if (known?.ledger === ledger) return known.summary;
  const summary = summariseProofs(manifest.repos, ledger, configured(sides));
  summaries.set(manifest, { ledger, summary });
  return summary;
}

/** Of a manifest in memory, by the ledger as it was then: neither changes often, and to count ten thousand chains takes a while. */
const summaries = new WeakMap<Manifest, { ledger: ProofLedger; summary: ProofSummary }>();

const configured = (sides: Sides): Side[] => (sides.replica ? ["primary", "replica"] : ["primary"]);
