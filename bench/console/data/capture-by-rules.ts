// What a backup makes of a repository of the large fleet: the real rules of chains and the real headers, with bytes that are no
// pack behind them.
import { createHash } from "node:crypto";
import { bundleKey, DEFAULT_ROOT } from "@/lib/domain/bucket-keys";
import {
  chainRules,
  DEFAULT_FULL_INTERVAL_DAYS,
  type Increment,
  planCapture,
  planIncrement,
} from "@/lib/domain/bundle-chain";
import { formatBundleHeader } from "@/lib/domain/bundle-header";
import { AppError, problemOf } from "@/lib/domain/errors";
import type { RepositoryName, SnapshotId } from "@/lib/domain/ids";
import type { ChainLink, ManifestEntry } from "@/lib/domain/manifest";
import { recordChecks } from "@/lib/domain/pack-checks";
import { compareRefs, countRefs, type Ref, type RefAdvertisement } from "@/lib/domain/refs";
import { refDigest } from "@/lib/operations/digest";
import type { BucketSeeder } from "@/sandbox/s3/seed-buckets";
import type { StoredObject } from "@/sandbox/s3/store/version";
import type { LivingRefs } from "./living-refs";

/** As GitHub lists it today. */
export interface ListedRepository {
  id: number;
  name: RepositoryName;
  description?: string;
  topics?: string[];
  visibility: string;
  archived: boolean;
  fork: boolean;
  pushedAt: string;
  /** GitHub does not serve it today. */
  failing: boolean;
  /** Undefined: nothing was ever pushed. */
  refs?: LivingRefs;
}

/** What is in the bucket of it. */
interface Kept {
  chain: ChainLink[];
  refDigest: string;
  refs: Ref[];
  full: StoredObject;
  checked: ReturnType<typeof recordChecks>;
  lastGood: SnapshotId;
}

const RULES = chainRules(DEFAULT_FULL_INTERVAL_DAYS);
/** A full is so much longer than its header that the rule of sizes lets some increments pass. */
const FULL_BYTES_PER_HEADER_BYTE = 5;
const FILLER = Buffer.alloc(64 * 1024, createHash("sha512").update("no pack").digest());
const INCREMENT_BYTES = 64;
const CAPTURE_MS = 420;

export class CaptureByRules {
  private readonly kept = new Map<number, Kept>();
  private readonly seeder: BucketSeeder;

  constructor(seeder: BucketSeeder) {
    this.seeder = seeder;
  }

  /** The entry, its members in the order in which the worker writes them. */
  entryOf(repository: ListedRepository, snapshot: SnapshotId, at: Date): ManifestEntry {
    const { id, name: repo, visibility, archived, fork, description, topics, pushedAt: pushed_at } = repository;
    const kept = this.kept.get(id);
    const identity = { id, repo, visibility, archived, fork, description, topics, pushed_at };
    if (repository.failing)
      return {
        ...{ ...identity, chain: [], outcome: "failed", reason: problemOf(unserved(repo)), duration_ms: CAPTURE_MS },
        last_good_snapshot: kept?.lastGood,
      };
    return {
      ...{ ...identity, chain: [], default_branch: "main", ...this.stored(repository, snapshot, at) },
      duration_ms: 40 + (id % CAPTURE_MS),
    };
  }

  private stored(
    { id, name, refs }: ListedRepository,
    snapshot: SnapshotId,
    at: Date,
  ): Pick<ManifestEntry, "outcome"> & Partial<ManifestEntry> {
    if (!refs) return { object_format: "sha1", refs: { ...countRefs([]), digest: EMPTY_DIGEST }, outcome: "empty" };
    const { advertisement } = refs;
    const digest = refDigest(advertisement);
    const objectFormat = "sha1" as const;
    const described = {
      head_sha: advertisement.headOid,
      object_format: objectFormat,
      refs: { ...countRefs(advertisement.refs), digest },
    };
    const kept = this.kept.get(id);
    const known = kept && { chain: kept.chain, refDigest: kept.refDigest, objectFormat };
    const facts = { refDigest: digest, objectFormat, repositoryId: id, at, missing: false };
    const { kind } = planCapture(known, facts, RULES);
    if (kept && kind === "copy") this.copy(kept, bundleKey(DEFAULT_ROOT, snapshot, name, "full"), at);
    if (kept && (kind === "unchanged" || kind === "copy")) {
      kept.lastGood = snapshot;
      const { s3_key, size_bytes } = kept.chain.at(-1) ?? {};
      const pointed = { s3_key, size_bytes, ...kept.checked, largest_object_bytes: largestOf(id), chain: kept.chain };
      return { ...described, outcome: "unchanged", ...pointed };
    }
    const increment = kept && kind === "incremental" ? planIncrement(kept.refs, advertisement) : undefined;
    const key = bundleKey(DEFAULT_ROOT, snapshot, name, increment ? "incremental" : "full");
    const { link, written } = this.write(key, advertisement, increment, at);
    const before = increment && kept;
    const chain = before ? [...before.chain, link] : [link];
    const checked = recordChecks(true, before ? "incremental" : "passed");
    const full = before ? before.full : written;
    this.kept.set(id, { chain, refDigest: digest, refs: advertisement.refs, full, checked, lastGood: snapshot });
    return {
      ...{ ...described, outcome: "captured", s3_key: key, size_bytes: link.size_bytes, chain },
      ...{ objects: 40 + (id % 900), largest_object_bytes: largestOf(id), ...checked },
      changes: before && changesOf(before.refs, advertisement.refs),
    };
  }

  private copy(kept: Kept, key: string, at: Date): void {
    const { versionId } = this.seeder.copy(kept.full, key, at);
    const [old] = kept.chain;
    if (old) kept.chain = [{ ...old, s3_key: key, version_id: versionId, created_at: at.toISOString() }];
  }

  private write(key: string, advertisement: RefAdvertisement, increment: Increment | undefined, at: Date) {
    const header = Buffer.from(formatBundleHeader(advertisement, increment?.prerequisites ?? []), "latin1");
    const rest = increment ? INCREMENT_BYTES : header.length * FULL_BYTES_PER_HEADER_BYTE;
    const body = Buffer.concat([header, FILLER.subarray(0, rest)]);
    const written = this.seeder.put({ key, body, lastModified: at, contentType: "application/x-git-bundle" });
    const link: ChainLink = {
      ...{ s3_key: key, version_id: written.versionId, kind: increment ? "incremental" : "full" },
      size_bytes: body.length,
      sha256: createHash("sha256").update(body).digest("hex"),
      created_at: at.toISOString(),
    };
    return { link, written };
  }
}

const unserved = (repository: RepositoryName) =>
  new AppError("git-remote-error", { repository, detail: "fatal: unable to read tree" });
const largestOf = (id: number) => 1000 + ((id * 7919) % 400_000);
const EMPTY_DIGEST = `sha256:${createHash("sha256").update("HEAD refs/heads/main\n", "latin1").digest("hex")}`;

function changesOf(before: Ref[], now: Ref[]): ManifestEntry["changes"] {
  const { missing, extra, moved } = compareRefs(before, now);
  return { created: extra.length, deleted: missing.length, moved: moved.length };
}
