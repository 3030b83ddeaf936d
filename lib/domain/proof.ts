// A proof: one chain was read back from one bucket, rebuilt, checked and compared with what GitHub showed when it was
// captured; or that failed, and why. It is of a chain in one state: entries of several snapshots share it while their last
// bundle is the same. See docs/verify.md.
import { z } from "zod";
import { repositoryName, runId, snapshotId } from "./ids";
import type { ChainLink } from "./manifest";
import { type Side, side } from "./snapshot";

const isoTime = z.iso.datetime({ offset: true });
const problem = z.object({ code: z.string(), message: z.string(), hint: z.string() });

/** What tells one state of a chain from another: its last bundle. */
const lastLink = z.object({ key: z.string(), version_id: z.string().optional(), sha256: z.string().optional() });
export type LastLink = z.infer<typeof lastLink>;

export const proof = z.looseObject({
  /** The one bucket that was read. */
  side,
  verdict: z.enum(["proven", "failed"]),
  at: isoTime,
  run: runId,
  /** The snapshot by whose manifest it was made. */
  snapshot: snapshotId,
  last_link: lastLink,
  /** Of the chain: bundles and their bytes. */
  links: z.number(),
  bytes: z.number(),
  /** Refs that were compared, HEAD not among them. */
  refs: z.number().optional(),
  /** What git fsck finds of old slips of form that are no damage: how many, and the first ones in its words. */
  findings: z.number().optional(),
  finding_texts: z.array(z.string()).optional(),
  seconds: z.number(),
  /** Why it failed. */
  problem: problem.optional(),
});
export type Proof = z.infer<typeof proof>;

/** What is known of one repository: by GitHub's id, by name only where a snapshot has no ids (format 1). */
export const ledgerRow = z.looseObject({
  id: z.number().int().optional(),
  repo: repositoryName,
  /** The newest first. */
  proofs: z.array(proof),
});
export type LedgerRow = z.infer<typeof ledgerRow>;

/** The SHA-256 that a snapshot's manifest had when a verify run first saw it: it is written once and never changes. */
const seenManifest = z.looseObject({ snapshot: snapshotId, sha256: z.string(), seen_at: isoTime });
export type SeenManifest = z.infer<typeof seenManifest>;

/** proofs/ledger.json: what is proven, for every repository. */
export const proofLedger = z.looseObject({
  version: z.literal(1),
  updated_at: isoTime,
  rows: z.array(ledgerRow),
  manifests: z.array(seenManifest),
});
export type ProofLedger = z.infer<typeof proofLedger>;

/** Who a proof is of. */
export type Proven = Pick<LedgerRow, "id" | "repo">;

/** Undefined for an entry that has no chain. */
export function lastLinkOf(chain: readonly ChainLink[]): LastLink | undefined {
  const last = chain.at(-1);
  return last && { key: last.s3_key, version_id: last.version_id, sha256: last.sha256 };
}

/** Older manifests do not know all of it: what only one of them says does not tell them apart. */
export function sameState(one: LastLink, other: LastLink): boolean {
  const agree = (a: string | undefined, b: string | undefined) => a === undefined || b === undefined || a === b;
  return one.key === other.key && agree(one.version_id, other.version_id) && agree(one.sha256, other.sha256);
}

/** A repository that had no id in an old snapshot is known by its name until it has one. */
export function ledgerIndex(ledger: Pick<ProofLedger, "rows"> | undefined): (of: Proven) => LedgerRow | undefined {
  const byId = new Map<number, LedgerRow>();
  const byName = new Map<string, LedgerRow>();
  for (const row of ledger?.rows ?? []) {
    if (row.id === undefined) byName.set(row.repo.toLowerCase(), row);
    else byId.set(row.id, row);
  }
  return ({ id, repo }) => (id === undefined ? undefined : byId.get(id)) ?? byName.get(repo.toLowerCase());
}

/** The newest proof that held, of any state and, unless `only` is given, in either bucket. */
export function lastProven(row: LedgerRow | undefined, only?: Side): Proof | undefined {
  return newest(row, (each) => each.verdict === "proven" && (only === undefined || each.side === only));
}

export function newest(row: LedgerRow | undefined, wanted: (each: Proof) => boolean): Proof | undefined {
  return row?.proofs
    .filter(wanted)
    .reduce<Proof | undefined>((best, each) => (best && best.at >= each.at ? best : each), undefined);
}
