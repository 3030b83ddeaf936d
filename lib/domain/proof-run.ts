// What a verify run was asked, what it tells of itself in its record, and what it leaves as evidence.
import { z } from "zod";
import { repositoryName, runId, snapshotId } from "./ids-schema";
import { proof } from "./proof-schema";
import { side } from "./side-schema";

/** share: the day's share, chosen by the worker. all, and the others: everything that is named, in each bucket. */
export const VERIFY_SCOPES = ["share", "all", "snapshot", "repository"] as const;

export const verifyRequest = z.object({
  scope: z.enum(VERIFY_SCOPES),
  repository: repositoryName.optional(),
  /** The newest one when missing. */
  snapshot: snapshotId.optional(),
  /** Both, or for a share in turn, when missing. */
  side: side.optional(),
});
export type VerifyRequest = z.infer<typeof verifyRequest>;

const problem = z.object({ code: z.string(), message: z.string(), hint: z.string() });

/** Something of a manifest that is not as it was written. */
export const manifestFinding = z.looseObject({ snapshot: snapshotId, side, problem });
export type ManifestFinding = z.infer<typeof manifestFinding>;

/** A chain of which nothing could be said: it was not read, or could not be rebuilt here. */
export const unproven = z.looseObject({ id: z.number().optional(), repo: repositoryName, side, problem });
export type Unproven = z.infer<typeof unproven>;

/** One line for the run's page. */
const provenLine = z.looseObject({
  repo: repositoryName,
  side,
  snapshot: snapshotId,
  bytes: z.number(),
  findings: z.number().optional(),
});
export type ProvenLine = z.infer<typeof provenLine>;

/** At most so many of a kind stand in the run's record; the evidence names all. */
export const MOST_NAMED = 1000;

const counts = z.object({
  chosen: z.number(),
  proven: z.number(),
  failed: z.number(),
  unproven: z.number(),
  /** Findings about manifests. */
  altered: z.number(),
});
export type VerifyCounts = z.infer<typeof counts>;

/** In runs/<id>/run.json. */
export const verifyRecord = z.looseObject({
  request: verifyRequest,
  counts: counts.optional(),
  /** Manifests that were read and compared. */
  manifests: z.number().optional(),
  altered: z.array(manifestFinding).optional(),
  proven: z.array(provenLine).optional(),
  unproven: z.array(unproven).optional(),
  /** Where the evidence lies in the records bucket. */
  evidence: z.string().optional(),
});
export type VerifyRecord = z.infer<typeof verifyRecord>;

/** proofs/runs/<run>.json: written once, at the run's end, and never again. Its `hash` shows a later change. */
export const proofRun = z.looseObject({
  version: z.literal(1),
  run: runId,
  worker: z.string(),
  request: verifyRequest,
  requested_by: z.string(),
  started_at: z.string(),
  finished_at: z.string(),
  buckets: z.object({ primary: z.string(), replica: z.string().optional() }),
  counts,
  manifests: z.array(z.looseObject({ snapshot: snapshotId, side, sha256: z.string() })),
  altered: z.array(manifestFinding),
  proofs: z.array(proof.extend({ id: z.number().optional(), repo: repositoryName })),
  unproven: z.array(unproven),
  hash: z.string().optional(),
});
export type ProofRun = z.infer<typeof proofRun>;
