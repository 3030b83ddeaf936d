import { snapshotPrefix } from "@/lib/domain/bucket-keys";
import type { KnownChain } from "@/lib/domain/bundle-chain";
import type { RepositoryName, SnapshotId } from "@/lib/domain/ids";
import type { ChainLink, Manifest, ManifestEntry } from "@/lib/domain/manifest";
import type { Ref } from "@/lib/domain/refs";
import { headerIn } from "@/lib/operations/read-bundle-header";
import { backupsIn, readManifest } from "@/lib/operations/read-manifest";
import type { ObjectStore } from "@/lib/ports/object-store";
import { findPrevious, type PreviousSnapshot } from "./snapshot-choice";

interface Named {
  id?: number;
  name: RepositoryName;
}

interface SnapshotEntry {
  snapshot: SnapshotId;
  entry: ManifestEntry;
}

/** Asked for twice by whoever captures a repository; of more than are captured at a time nobody asks again. */
const HEADERS_KEPT = 64;

/** What is in the bucket already: the chain of every repository as of its last good snapshot, and whether it is still whole. */
export class KnownChains {
  private readonly store: ObjectStore;
  private readonly root: string;
  private readonly previous: PreviousSnapshot | undefined;
  private readonly unfinished: ReadonlyMap<number, ManifestEntry>;
  private readonly older = new Map<SnapshotId, Promise<Manifest>>();
  private readonly headers = new Map<string, Promise<Ref[]>>();
  private readonly listed = new Map<string, Promise<ReadonlySet<string>>>();

  /** `unfinished`: what a run that came to no manifest had captured, by repository id. */
  constructor(
    store: ObjectStore,
    root: string,
    previous: PreviousSnapshot | undefined,
    unfinished: ReadonlyMap<number, ManifestEntry>,
  ) {
    this.store = store;
    this.root = root;
    this.previous = previous;
    this.unfinished = unfinished;
  }

  /** Matched by GitHub's id, so that a rename does not begin a new chain. */
  async find(repository: Named): Promise<KnownChain | undefined> {
    const begun = repository.id === undefined ? undefined : this.unfinished.get(repository.id);
    const resumed = begun && chainOf(begun);
    if (resumed) return { ...resumed, resumed: true };
    const good = await this.lastGood(repository);
    return good && chainOf(good.entry);
  }

  /** As the newest snapshot has it that holds it. What a run without a manifest captured is in no snapshot. */
  async lastGood(repository: Named): Promise<SnapshotEntry | undefined> {
    if (!this.previous) return undefined;
    const { manifest } = this.previous;
    const entry = findPrevious(manifest, repository.id, repository.name);
    if (entry && entry.chain.length === 0 && entry.last_good_snapshot)
      return this.asOf(entry.last_good_snapshot, repository);
    return entry && { entry, snapshot: manifest.snapshot };
  }

  /** @throws AppError snapshot-missing and what reading a manifest throws */
  async asOf(snapshot: SnapshotId, repository: Named): Promise<SnapshotEntry | undefined> {
    const manifest = this.older.get(snapshot) ?? readManifest(backupsIn(this.store, this.root), snapshot);
    this.older.set(snapshot, manifest);
    const entry = findPrevious(await manifest, repository.id, repository.name);
    return entry && { entry, snapshot };
  }

  /**
   * Whether any bundle of the chain is no longer listed. Each snapshot's folder is listed once a run, for all
   * repositories together: some requests to S3 instead of one for every bundle.
   */
  async isMissing(chain: ChainLink[]): Promise<boolean> {
    for (const link of chain) {
      const folder = link.s3_key.startsWith(`${this.root}/`)
        ? link.s3_key.slice(this.root.length + 1).split("/")[0]
        : undefined;
      if (folder === undefined || !(await this.keysOf(folder)).has(link.s3_key)) return true;
    }
    return false;
  }

  /** The refs as of the last bundle: they stand in its header, whatever its size. */
  async refsOf(chain: ChainLink[]): Promise<Ref[]> {
    const last = chain.at(-1);
    if (!last) return [];
    const key = `${last.s3_key} ${last.version_id}`;
    const known = this.headers.get(key);
    if (known) return known;
    const refs = this.readRefs(last);
    this.headers.set(key, refs);
    const [oldest] = this.headers.keys();
    if (oldest !== undefined && this.headers.size > HEADERS_KEPT) this.headers.delete(oldest);
    refs.catch(() => this.headers.delete(key));
    return refs;
  }

  private async readRefs(last: ChainLink): Promise<Ref[]> {
    const { body } = await this.store.read(last.s3_key, { versionId: last.version_id });
    const { header } = await headerIn(body, last.s3_key);
    return header.refs.filter((ref) => ref.name !== "HEAD");
  }

  private keysOf(folder: string): Promise<ReadonlySet<string>> {
    const known = this.listed.get(folder);
    if (known) return known;
    const listing = this.list(snapshotPrefix(this.root, folder as SnapshotId));
    this.listed.set(folder, listing);
    return listing;
  }

  private async list(prefix: string): Promise<ReadonlySet<string>> {
    const keys = new Set<string>();
    for await (const { key } of this.store.list(prefix)) keys.add(key);
    return keys;
  }
}

/** Format 1 has no digest: nothing can be built on it, and the next bundle is a full one. */
function chainOf({ chain, refs, object_format, ...entry }: ManifestEntry): KnownChain | undefined {
  if (chain.length === 0 || !refs) return undefined;
  const { checks, not_checked, largest_object_bytes } = entry;
  const checked = { checks, not_checked, largest_object_bytes };
  return { chain, refDigest: refs.digest, objectFormat: object_format ?? "sha1", checked };
}
