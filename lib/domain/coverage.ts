// Is every repository that we know of protected? One row each, by GitHub's id, from the newest manifests, the proofs and what
// the watch found in the replica. Pure: the hourly watch and the console come to the same rows.
import { freshnessLimitHours } from "./freshness";
import type { SnapshotId } from "./ids";
import type { ChainLink, Manifest, ManifestEntry } from "./manifest";
import { newestChains } from "./newest-chains";
import type { NotVisible } from "./not-visible";
import { OUTCOME_VIEW, type Outcome } from "./outcome";
import type { Side } from "./snapshot";

export const COVERAGE_STATES = [
  "never",
  "failing",
  "overdue",
  "not-visible",
  "unavailable",
  "vanished",
  "protected",
  "archived",
] as const;
export type CoverageState = (typeof COVERAGE_STATES)[number];

export interface CoverageStateView {
  label: string;
  indicator: "success" | "info" | "warning" | "error" | "stopped";
  /** Worst first. */
  order: number;
  /** Its content as of the last backup that was due is in the bucket. */
  safe: boolean;
  /** Counts for the metric and the alarm: somebody has to do something. */
  overdue: boolean;
  explanation: string;
}

export const COVERAGE_VIEW: Record<CoverageState, CoverageStateView> = {
  never: {
    label: "Never backed up",
    indicator: "error",
    order: 0,
    safe: false,
    overdue: true,
    explanation: "The App sees it, and no backup of it has succeeded yet.",
  },
  failing: {
    label: "Failing",
    indicator: "error",
    order: 1,
    safe: false,
    overdue: true,
    explanation: "Its last backup failed; the one before is still there.",
  },
  overdue: {
    label: "Overdue",
    indicator: "error",
    order: 2,
    safe: false,
    overdue: true,
    explanation: "Its last backup was good, and is older than the target.",
  },
  "not-visible": {
    label: "Not visible",
    indicator: "warning",
    order: 3,
    safe: false,
    overdue: false,
    explanation: "The organisation has it, and the App was not given it: nothing of it is backed up.",
  },
  unavailable: {
    label: "Unavailable",
    indicator: "warning",
    order: 4,
    safe: false,
    overdue: false,
    explanation: "GitHub refuses to serve it, so nothing new can be kept; older backups stay.",
  },
  vanished: {
    label: "Vanished",
    indicator: "warning",
    order: 5,
    safe: false,
    overdue: false,
    explanation: "Deleted, transferred, or taken from the App; its last backups stay as long as the bucket keeps them.",
  },
  protected: {
    label: "Protected",
    indicator: "success",
    order: 6,
    safe: true,
    overdue: false,
    explanation: "Its last backup is good and not older than the target.",
  },
  archived: {
    label: "Archived",
    indicator: "success",
    order: 7,
    safe: true,
    overdue: false,
    explanation: "Protected as well; archived on GitHub, so it does not change.",
  },
};

/** A proof, as far as coverage goes by it. */
export interface ProvenAt {
  repositoryId?: number;
  repo: string;
  provenAt: string;
  side: Side;
}

/** A moment in the bucket: the end of a backup. */
export interface LastSafe {
  snapshot: SnapshotId;
  at: string;
}

export interface CoverageRow {
  /** GitHub's id; format 1 has none. */
  id?: number;
  repo: string;
  state: CoverageState;
  /** Of the newest snapshot that knows it; none for one that is not visible. */
  outcome?: Outcome;
  reason?: { code: string; message: string; hint: string };
  snapshot?: SnapshotId;
  archived?: boolean;
  visibility?: string;
  /** The newest backup that holds it. */
  safe?: LastSafe;
  /** The newest backup that holds it and is whole in the replica; absent where none is known, or there is no replica. */
  replicated?: LastSafe;
  /** The newest proof in either bucket. */
  proven?: { at: string; side: Side };
  /** What rebuilding it takes: all bundles of the newest chain that is known of it. */
  bytes?: number;
  /** From when its proof is due: when its first backup that is still known was made. */
  provable?: string;
}

export interface CoverageInput {
  /** Newest first: the newest, and those before it that know installations it does not; see `sufficient`. */
  manifests: readonly Manifest[];
  /** When the backup of a snapshot was finished, where that is known better than by its id. */
  finishedAt: (snapshot: SnapshotId) => string;
  proofs: readonly ProvenAt[];
  /** The newest snapshot, up to one that holds a chain, that is whole in the replica. Undefined: nobody knows. */
  replicated?: (entry: ManifestEntry, safe: LastSafe) => LastSafe | undefined;
  targetHours: number;
  now: Date;
}

/**
 * One row per repository, worst first. A repository is its id: under whatever name it is in older manifests and in proofs. By
 * name where a manifest of format 1 has no ids.
 */
export function coverageOf(input: CoverageInput): CoverageRow[] {
  const proofOf = newestProofs(input.proofs);
  const known = newestEntries(input.manifests);
  const chainOf = newestChains(input.manifests);
  const rows = known.map(({ entry, manifest }) => rowOf(entry, manifest, input, proofOf, chainOf));
  const names = new Set(known.map(({ entry }) => entry.repo.toLowerCase()));
  const ids = new Set(known.flatMap(({ entry }) => entry.id ?? []));
  const hidden = hiddenOf(input.manifests).filter(({ id, repo }) => !ids.has(id) && !names.has(repo.toLowerCase()));
  return [...rows, ...hidden.map(({ id, repo }): CoverageRow => ({ id, repo, state: "not-visible" }))].sort(worstFirst);
}

/**
 * Whether the manifests read so far, newest first, know every installation that the last of them knows. A run for one
 * installation says nothing of the others, whose repositories are in an older manifest.
 */
export function sufficient(manifests: readonly Manifest[]): boolean {
  const last = manifests.at(-1);
  if (!last || manifests.length < 2) return false;
  const installations = (manifest: Manifest) => manifest.source?.installations.map(({ id }) => id) ?? [];
  const seen = new Set(manifests.slice(0, -1).flatMap(installations));
  return installations(last).every((id) => seen.has(id));
}

interface Known {
  entry: ManifestEntry;
  manifest: Manifest;
}

/** The newest manifest that speaks of a repository decides. */
function newestEntries(manifests: readonly Manifest[]): Known[] {
  const ids = new Set<number>();
  const names = new Set<string>();
  const found: Known[] = [];
  for (const manifest of manifests) {
    const fresh = manifest.repos.filter(({ id, repo }) =>
      id === undefined ? !names.has(repo.toLowerCase()) : !ids.has(id),
    );
    for (const entry of fresh) {
      if (entry.id !== undefined) ids.add(entry.id);
      for (const name of [entry.repo, ...(entry.previous_names ?? [])]) names.add(name.toLowerCase());
      found.push({ entry, manifest });
    }
  }
  return found;
}

function rowOf(
  entry: ManifestEntry,
  manifest: Manifest,
  input: CoverageInput,
  proofOf: (entry: ManifestEntry) => ProvenAt | undefined,
  chainOf: (entry: ManifestEntry) => readonly ChainLink[],
): CoverageRow {
  const safe = lastSafe(entry, manifest, input.finishedAt);
  const proof = proofOf(entry);
  const begun = entry.chain[0]?.created_at;
  const chain = chainOf(entry);
  return {
    id: entry.id,
    repo: entry.repo,
    state: stateOf(entry, safe, input),
    outcome: entry.outcome,
    reason: entry.reason && { code: entry.reason.code, message: entry.reason.message, hint: entry.reason.hint },
    snapshot: manifest.snapshot,
    archived: entry.archived,
    visibility: entry.visibility,
    safe,
    replicated: safe && input.replicated?.(entry, safe),
    proven: proof && { at: proof.provenAt, side: proof.side },
    bytes: chain.length > 0 ? chain.reduce((sum, link) => sum + link.size_bytes, 0) : undefined,
    // An empty repository has nothing to rebuild.
    provable: entry.outcome === "empty" ? undefined : (begun ?? safe?.at),
  };
}

function lastSafe(
  entry: ManifestEntry,
  manifest: Manifest,
  finishedAt: CoverageInput["finishedAt"],
): LastSafe | undefined {
  if (OUTCOME_VIEW[entry.outcome].safe) return { snapshot: manifest.snapshot, at: manifest.timestamp };
  const snapshot = entry.last_good_snapshot;
  return snapshot && { snapshot, at: finishedAt(snapshot) };
}

function stateOf(entry: ManifestEntry, safe: LastSafe | undefined, { targetHours, now }: CoverageInput): CoverageState {
  switch (entry.outcome) {
    case "vanished":
      return "vanished";
    case "unavailable":
      return "unavailable";
    case "failed":
      return safe ? "failing" : "never";
    case "captured":
    case "unchanged":
    case "empty":
      if (safe && hoursSince(safe.at, now) > freshnessLimitHours(targetHours)) return "overdue";
      return entry.archived ? "archived" : "protected";
  }
}

function newestProofs(proofs: readonly ProvenAt[]): (entry: ManifestEntry) => ProvenAt | undefined {
  const byId = new Map<number, ProvenAt>();
  const byName = new Map<string, ProvenAt>();
  const keep = <K>(map: Map<K, ProvenAt>, key: K, proof: ProvenAt) => {
    const known = map.get(key);
    if (!known || Date.parse(known.provenAt) < Date.parse(proof.provenAt)) map.set(key, proof);
  };
  for (const proof of proofs) {
    if (proof.repositoryId === undefined) keep(byName, proof.repo.toLowerCase(), proof);
    else keep(byId, proof.repositoryId, proof);
  }
  return ({ id, repo }) => (id === undefined ? undefined : byId.get(id)) ?? byName.get(repo.toLowerCase());
}

function hiddenOf(manifests: readonly Manifest[]) {
  return notVisibleOf(manifests).flatMap(({ repositories }) => repositories ?? []);
}

/** What the newest backup that asked was told, of each organisation. */
export function notVisibleOf(manifests: readonly Manifest[]): NotVisible[] {
  const accounts = new Map<string, NotVisible>();
  for (const each of manifests.flatMap(({ source }) => source?.not_visible ?? []))
    if (!accounts.has(each.account)) accounts.set(each.account, each);
  return [...accounts.values()];
}

export const hoursSince = (at: string, now: Date): number => Math.max(0, (now.getTime() - Date.parse(at)) / 3_600_000);

function worstFirst(a: CoverageRow, b: CoverageRow): number {
  const order = COVERAGE_VIEW[a.state].order - COVERAGE_VIEW[b.state].order;
  return order || (a.repo.toLowerCase() < b.repo.toLowerCase() ? -1 : 1);
}
