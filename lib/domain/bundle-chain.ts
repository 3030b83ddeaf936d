// When a repository's next bundle is none, an incremental or a full one; and what an incremental asks the server for.
// Pure: docs/backup-format.md has the rules and their reasons.
import type { ChainLink, ManifestEntry } from "./manifest";
import type { Ref, RefAdvertisement } from "./refs";

export interface ChainRules {
  /** A full is kept at least this long; see `fullAgeLimitDays` for how long each repository's is. */
  fullIntervalDays: number;
  /** Restoring walks every link; more than this is slow, and one bad link spoils all after it. */
  maxChainLength: number;
  /** Incrementals together larger than this share of the full are not worth keeping on. */
  maxIncrementalShare: number;
}

export const DEFAULT_FULL_INTERVAL_DAYS = 30;

export const chainRules = (fullIntervalDays: number): ChainRules => ({
  fullIntervalDays,
  // A bundle a day for as long as a full may live, and a few more: a daily schedule is not cut short by the length.
  maxChainLength: Math.max(30, longestChainDays(fullIntervalDays) + 3),
  maxIncrementalShare: 0.5,
});

/**
 * Nothing a snapshot points to is older than so many days at the time, so lifecycle rules may expire by age: the days
 * of retention and these.
 */
export const longestChainDays = (fullIntervalDays: number): number => fullIntervalDays + spreadDays(fullIntervalDays);

/** Fulls of a fleet that was first backed up on one day are renewed over so many days beyond the interval. */
export const spreadDays = (fullIntervalDays: number): number => Math.floor(fullIntervalDays / 4);

/** What is in the bucket of a repository already. */
export interface KnownChain {
  chain: ChainLink[];
  refDigest: string;
  objectFormat: "sha1" | "sha256";
  /** What was checked of its last bundle when that was written, and the largest object of all its bundles. */
  checked?: Pick<ManifestEntry, "checks" | "not_checked" | "largest_object_bytes">;
  /** Its last bundle was written by a run that did not come to its manifest. */
  resumed?: boolean;
}

export type CapturePlan =
  /** The same refs as in the last bundle: the entry points to the chain as it is. */
  | { kind: "unchanged" }
  /** Unchanged, but its one bundle is due to be renewed: S3 copies it, GitHub is not asked. */
  | { kind: "copy" }
  | { kind: "incremental" }
  | { kind: "full"; why: FullReason };

export type FullReason =
  | "first"
  | "interval"
  | "length"
  | "size"
  | "object-format"
  | "link-missing"
  | "no-common-commit"
  | "asked";

/**
 * @param known the chain of the last good snapshot; undefined when there is none
 * @param missing whether any of its objects is no longer in the bucket
 */
export function planCapture(
  known: KnownChain | undefined,
  now: { refDigest: string; objectFormat: "sha1" | "sha256"; repositoryId: number; at: Date; missing: boolean },
  rules: ChainRules,
): CapturePlan {
  const first = known?.chain[0];
  if (!known || !first) return { kind: "full", why: "first" };
  if (now.missing) return { kind: "full", why: "link-missing" };
  if (known.objectFormat !== now.objectFormat) return { kind: "full", why: "object-format" };
  const unchanged = known.refDigest === now.refDigest;
  if (isFullDue(first.created_at, now.repositoryId, now.at, rules)) {
    return unchanged && known.chain.length === 1 ? { kind: "copy" } : { kind: "full", why: "interval" };
  }
  if (unchanged) return { kind: "unchanged" };
  if (known.chain.length >= rules.maxChainLength) return { kind: "full", why: "length" };
  const incrementals = known.chain.slice(1).reduce((sum, link) => sum + link.size_bytes, 0);
  if (incrementals > first.size_bytes * rules.maxIncrementalShare) return { kind: "full", why: "size" };
  return { kind: "incremental" };
}

const DAY_MS = 86_400_000;

/**
 * The interval, and a few days more that follow from the repository's id: fulls of a fleet that was first backed up on one
 * day drift apart, and none is renewed early for it.
 */
export function fullAgeLimitDays(repositoryId: number, { fullIntervalDays }: ChainRules): number {
  return fullIntervalDays + (repositoryId % (spreadDays(fullIntervalDays) + 1));
}

/** A time that is missing or unreadable counts as due. */
export function isFullDue(createdAt: string | undefined, repositoryId: number, at: Date, rules: ChainRules): boolean {
  const created = Date.parse(createdAt ?? "");
  return Number.isNaN(created) || at.getTime() - created >= fullAgeLimitDays(repositoryId, rules) * DAY_MS;
}

export interface Increment {
  /** Objects to ask for; none when refs only moved among known ones (the bundle then has an empty pack). */
  wants: string[];
  /** Commits the chain has: the server continues them. */
  haves: string[];
  /** Commits a reader must have: old tips of what changed. At least one. */
  prerequisites: string[];
}

/**
 * What to fetch to get from the refs of the last bundle to the refs now. Haves are branches, changed tips and unchanged tags
 * only: thousands of refs/pull tips made a fetch five times slower for the same pack (measured).
 * @param before the refs in the last bundle's header
 * @returns undefined when the chain holds no commit to build on; then a full is needed
 */
export function planIncrement(before: Ref[], now: RefAdvertisement): Increment | undefined {
  const current = new Map(now.refs.map((ref) => [ref.name, ref]));
  const known = new Set(before.map((ref) => ref.oid));
  const commits = before.filter((ref) => isCommitRef(ref.name));
  const changed = commits.filter((ref) => current.get(ref.name)?.oid !== ref.oid).map((ref) => ref.oid);
  const heads = commits.filter((ref) => ref.name.startsWith("refs/heads/")).map((ref) => ref.oid);
  const anchor = heads[0] ?? commits[0]?.oid;
  if (anchor === undefined) return undefined;
  const keptTags = before.flatMap((ref) => {
    const still = current.get(ref.name);
    return ref.name.startsWith("refs/tags/") && still?.oid === ref.oid && still.peeled ? [still.peeled] : [];
  });
  const tips = [...now.refs.map((ref) => ref.oid), ...(now.headOid ? [now.headOid] : [])];
  return {
    wants: unique(tips.filter((oid) => !known.has(oid))),
    haves: unique([...heads, ...changed, ...keptTags]),
    prerequisites: unique(changed.length > 0 ? changed : [anchor]),
  };
}

/** Refs that can only point to commits; a tag may point to anything, and its header line does not say to what. */
function isCommitRef(name: string): boolean {
  return name.startsWith("refs/heads/") || name.startsWith("refs/pull/");
}

const unique = (oids: string[]): string[] => [...new Set(oids)];
