// Takes a manifest in. Of ten thousand entries, all but some hundred say what those of the snapshot read just before say: for
// them the state that is there already is pointed to, without looking at them any closer. What another snapshot said is known
// by its hash, and is not checked a second time.
import { createHash } from "node:crypto";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { type ChainBundle, entryState, type RepositoryKey, repositoryKeyOf } from "@/lib/domain/catalogue/entry-state";
import type { SnapshotId } from "@/lib/domain/ids";
import { parseJson } from "@/lib/domain/json";
import { checkEntry, type ManifestEntry } from "@/lib/domain/manifest";
import { type BriefEntry, summarise } from "@/lib/domain/snapshot";
import { EntryBlocks } from "./entry-blocks";
import { type ManifestBytes, openManifest } from "./manifest-bytes";

interface Known {
  repository: number;
  state: number;
  /** Of the snapshots that were looked at since, the newest that has it. */
  newest: string;
  /** What the summary of a snapshot is made of. */
  brief: BriefEntry;
}

/** The bundles of a chain, by their numbers. */
interface NumberedChain {
  chain: BriefEntry["chain"];
  bundles: readonly number[];
}

export class SnapshotIntake {
  private readonly root: string;
  private readonly sql: ReturnType<typeof statements>;
  /** The manifest that was taken in last, and what is known of each of its entries. */
  private neighbour?: { manifest: ManifestBytes; known: readonly Known[] };
  /** By repositories: the chain that was taken in last. What comes next has most of it. */
  private readonly chains = new Map<number, NumberedChain>();

  constructor(database: DatabaseSync, root: string) {
    this.root = root;
    this.sql = statements(database);
  }

  /** What was remembered of a transaction that was rolled back is not in the tables. */
  forgetNeighbour(): void {
    this.neighbour = undefined;
    this.chains.clear();
  }

  /** @returns its number. @throws AppError manifest-* */
  put(id: SnapshotId, bytes: Uint8Array): number {
    const { neighbour } = this;
    const manifest = openManifest(bytes, id, neighbour?.manifest);
    const all = Array.from({ length: manifest.count }, (_, entry) => {
      const same = manifest.sameAs(entry);
      const before = same === undefined ? undefined : neighbour?.known[same];
      return before ?? this.takeIn(id, manifest, entry);
    });
    const briefs = all.map(({ brief }) => brief);
    const summary = summarise(manifest.head, briefs);
    const { lastInsertRowid } = this.sql.snapshot.run(id, summary.finishedAt, JSON.stringify(summary));
    const number = Number(lastInsertRowid);
    const blocks = new EntryBlocks();
    for (const known of all) {
      blocks.set(known.repository, known.state);
      if (id > known.newest) this.sql.newest.run(id, known.brief.repo, known.repository, id);
      if (id > known.newest) known.newest = id;
    }
    for (const [block, states] of blocks) this.sql.block.run(number, block, states);
    this.neighbour = { manifest, known: all };
    return number;
  }

  private takeIn(id: SnapshotId, manifest: ManifestBytes, at: number): Known {
    const [begin, end] = manifest.lasting(at);
    const hash = createHash("sha1").update(begin).update(end).digest().subarray(0, HASH_BYTES);
    const parsed = parseJson(manifest.text(at));
    const known = this.known(parsed, hash);
    if (known) return known;
    const entry = checkEntry(parsed, id);
    const repository = this.repository(repositoryKeyOf(entry), entry.repo, id);
    const state = this.state(id, repository, entry, hash);
    this.sql.name.run(entry.repo, repository);
    return { repository, state, newest: NEVER, brief: briefOf(entry) };
  }

  /** What has this hash was checked when it came in. */
  private known(parsed: unknown, hash: Buffer): Known | undefined {
    if (typeof parsed !== "object" || parsed === null) return undefined;
    const entry = parsed as ManifestEntry;
    const repository = this.sql.repository.get(String(repositoryKeyOf(entry)));
    const state = repository && this.sql.state.get(Number(repository.number), hash);
    if (!state) return undefined;
    // Known or not when its repository was last seen: the tables have the last word.
    const numbers = { repository: Number(repository.number), state: Number(state.number) };
    return { ...numbers, newest: NEVER, brief: briefOf(entry) };
  }

  private repository(key: RepositoryKey, name: string, snapshot: SnapshotId): number {
    const row = this.sql.repository.get(String(key));
    if (row) return Number(row.number);
    return Number(this.sql.addRepository.run(String(key), name, snapshot).lastInsertRowid);
  }

  private state(id: SnapshotId, repository: number, entry: ManifestEntry, hash: Buffer): number {
    const { row, refsDigest = null, chain } = entryState(this.root, id, entry);
    const before = this.chains.get(repository);
    const bundles = chain.map((bundle, link) => numberIn(before, bundle, link) ?? this.bundle(repository, bundle));
    this.chains.set(repository, { chain: entry.chain, bundles });
    const content = JSON.stringify(row);
    const added = this.sql.addState.run(repository, hash, entry.repo, refsDigest, JSON.stringify(bundles), content);
    return Number(added.lastInsertRowid);
  }

  private bundle(repository: number, bundle: ChainBundle): number {
    const { snapshot, key, versionId = "" } = bundle;
    const known = this.sql.bundle.get(repository, snapshot, key, versionId);
    if (known) return Number(known.number);
    const added = this.sql.addBundle.run(repository, snapshot, key, versionId, JSON.stringify(bundle));
    // Older than what is known of its refs: they have to be read from the beginning.
    this.sql.forgetRefs.run(repository, snapshot);
    return Number(added.lastInsertRowid);
  }
}

function numberIn(before: NumberedChain | undefined, bundle: ChainBundle, link: number): number | undefined {
  const same = before?.chain[link];
  return same?.s3_key === bundle.key && same.version_id === bundle.versionId ? before?.bundles[link] : undefined;
}

const briefOf = ({ repo, outcome, anomalies, chain, holds }: ManifestEntry): BriefEntry => ({
  repo,
  outcome,
  anomalies,
  chain,
  holds,
});

/** Sorts before every snapshot. */
const NEVER = "";

/** Among the states of one repository no two of different content have the same. */
const HASH_BYTES = 12;

function statements(database: DatabaseSync) {
  const sql = (text: string): StatementSync => database.prepare(text);
  return {
    snapshot: sql("INSERT INTO snapshots (id, finished_at, summary) VALUES (?, ?, ?)"),
    block: sql("INSERT INTO blocks VALUES (?, ?, ?)"),
    repository: sql("SELECT number FROM repositories WHERE key = ?"),
    addRepository: sql("INSERT INTO repositories (key, name, newest) VALUES (?, ?, ?)"),
    newest: sql("UPDATE repositories SET newest = ?, name = ? WHERE number = ? AND newest < ?"),
    name: sql("INSERT OR IGNORE INTO names VALUES (?, ?)"),
    state: sql("SELECT number FROM states WHERE repository = ? AND hash = ?"),
    addState: sql("INSERT INTO states (repository, hash, name, refs_digest, chain, content) VALUES (?, ?, ?, ?, ?, ?)"),
    bundle: sql("SELECT number FROM bundles WHERE repository = ? AND snapshot = ? AND key = ? AND version = ?"),
    addBundle: sql("INSERT INTO bundles (repository, snapshot, key, version, content) VALUES (?, ?, ?, ?, ?)"),
    forgetRefs: sql("UPDATE repositories SET refs_until = '' WHERE number = ? AND refs_until >= ?"),
  };
}
