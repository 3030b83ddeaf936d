// How proofs, and the ledger of them, are written.
import { z } from "zod";
import { repositoryName, runId, snapshotId } from "./ids-schema";
import { side } from "./side-schema";

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
