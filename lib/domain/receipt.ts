// What a restore did. Stored for ever at receipts/<run>.json; an auditor reads it.
import { z } from "zod";
import { restorePlan } from "./restore-plan";

const receiptRef = z.object({
  /** Escaped name (refs.ts). */
  name: z.string(),
  wanted: z.string(),
  found: z.string().optional(),
  state: z.enum(["equal", "missing", "different"]),
});

export const receipt = z.object({
  version: z.literal(1),
  run: z.string(),
  planDigest: z.string(),
  plan: restorePlan,
  requestedBy: z.string(),
  startedAt: z.string(),
  finishedAt: z.string(),
  target: z.object({
    repository: z.string(),
    id: z.number(),
    url: z.string(),
    visibility: z.string(),
    actionsEnabled: z.boolean(),
  }),
  source: z.object({
    bucket: z.string(),
    objects: z.array(
      z.object({ key: z.string(), versionId: z.string().optional(), sha256: z.string(), sizeBytes: z.number() }),
    ),
  }),
  refs: z.array(receiptRef),
  counts: z.object({ equal: z.number(), missing: z.number(), different: z.number(), skipped: z.number() }),
  skipped: z.array(z.object({ name: z.string(), why: z.string() })),
  defaultBranch: z.string().optional(),
  fsck: z.object({ passed: z.boolean(), findings: z.array(z.string()) }),
  durations: z.record(z.string(), z.number()),
});
export type Receipt = z.infer<typeof receipt>;
