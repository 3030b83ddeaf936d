// What a restore did. Stored once and for ever; an auditor reads it. Its `hash` shows a later change: see receiptText.
import { z } from "zod";
import { canonical } from "./canonical";
import { repositoryName, runId, snapshotId, webAddress } from "./ids-schema";
import { repositoryPlan, restorePlan } from "./restore-plan";
import { RESTORE_KINDS } from "./restore-request";
import { rearmChange } from "./restore-request-schema";
import { side } from "./side-schema";

const receiptRef = z.object({
  /** Escaped name (refs.ts). */
  name: z.string(),
  wanted: z.string(),
  found: z.string().optional(),
  state: z.enum(["equal", "missing", "different"]),
});

const sourceObject = z.object({
  key: z.string(),
  versionId: z.string().optional(),
  sha256: z.string(),
  sizeBytes: z.number(),
  /** The bucket it was read from, where that is not the one that was asked for. */
  bucket: z.string().optional(),
});
export type SourceObject = z.infer<typeof sourceObject>;

const common = {
  requestedBy: z.string(),
  startedAt: z.string(),
  finishedAt: z.string(),
  refs: z.array(receiptRef),
  counts: z.object({ equal: z.number(), missing: z.number(), different: z.number(), skipped: z.number() }),
  skipped: z.array(z.object({ name: z.string(), why: z.string() })),
  defaultBranch: z.string().optional(),
  fsck: z.object({ passed: z.boolean(), findings: z.array(z.string()) }),
  durations: z.record(z.string(), z.number()),
};

const receiptTarget = z.object({
  repository: z.string(),
  id: z.number(),
  url: webAddress,
  visibility: z.string(),
  actionsEnabled: z.boolean(),
  archived: z.boolean().optional(),
});

export const receiptV2 = z.object({
  version: z.literal(2),
  run: z.string(),
  kind: z.enum(RESTORE_KINDS),
  /** The run this one went on with. */
  retryOf: runId.optional(),
  planDigest: z.string(),
  snapshot: snapshotId,
  item: repositoryPlan,
  ...common,
  /** The repository on GitHub; absent for a bundle to download and for a local directory. */
  target: receiptTarget.optional(),
  source: z.object({ asked: side, bucket: z.string(), objects: z.array(sourceObject) }),
  /** Git pushes that were needed; more than one where the history was split. */
  pushes: z.number().optional(),
  /** Of an export: the bundle that was made. */
  artefact: z
    .object({
      bucket: z.string(),
      key: z.string(),
      versionId: z.string().optional(),
      sha256: z.string(),
      sizeBytes: z.number(),
    })
    .optional(),
  /** Of a local restore. */
  directory: z.string().optional(),
  warnings: z.array(z.string()),
  /** `sha256:<hex>` of receiptText. Receipts of the first version have none. */
  hash: z.string().optional(),
});
export type Receipt = z.infer<typeof receiptV2>;

const receiptV1 = z
  .object({
    version: z.literal(1),
    run: z.string(),
    planDigest: z.string(),
    plan: restorePlan,
    ...common,
    target: receiptTarget,
    source: z.object({ bucket: z.string(), objects: z.array(sourceObject) }),
  })
  .transform(({ plan, source, ...one }, { addIssue }): Receipt => {
    const { request, items } = plan;
    const [item] = items;
    if (!item || request.kind === "rearm") {
      addIssue("its plan restores nothing");
      return z.NEVER;
    }
    const { snapshot, source: asked } = request;
    return { ...one, version: 2, kind: "repository", snapshot, item, source: { asked, ...source }, warnings: [] };
  });

/** Receipts of either version; one of the first comes out as one of the second, without a hash. */
export const receipt = z.union([receiptV2, receiptV1]);

/** What a change of a restored repository did: kept as receipts are. */
export const rearmReceipt = z.object({
  version: z.literal(2),
  kind: z.literal("rearm"),
  run: z.string(),
  planDigest: z.string(),
  requestedBy: z.string(),
  at: z.string(),
  target: repositoryName,
  repositoryId: z.number(),
  restoredBy: runId,
  change: rearmChange,
  /** What GitHub said of it before and after. */
  before: z.record(z.string(), z.union([z.string(), z.boolean()])),
  after: z.record(z.string(), z.union([z.string(), z.boolean()])),
  hash: z.string().optional(),
});
export type RearmReceipt = z.infer<typeof rearmReceipt>;

/** The text whose SHA-256 is a receipt's `hash`: the stored JSON without it, in canonical form. Hash it as UTF-8. */
export function receiptText(stored: object): string {
  return canonical({ ...stored, hash: undefined });
}

/** unchanged: the hash is that of the text. unsealed: it has none, as the first receipts. */
export type Seal = "unchanged" | "changed" | "unsealed";
