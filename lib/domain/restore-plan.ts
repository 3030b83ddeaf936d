// What a restore will do, as a value: made by plan-restore.ts for the console's review step and again by the worker, which
// refuses to start when the two differ. The digest of its canonical text is what a person approves.
import { z } from "zod";
import { approvalId, repositoryName, runId } from "./ids-schema";
import { restoreRequest } from "./restore-request-schema";
import { restoreStep } from "./restore-step-schema";

const planLink = z.object({
  key: z.string(),
  versionId: z.string().optional(),
  kind: z.enum(["full", "incremental"]),
  sizeBytes: z.number(),
  sha256: z.string().optional(),
});
export type PlanLink = z.infer<typeof planLink>;

/** What is done with one repository. */
export const repositoryPlan = z.object({
  repository: repositoryName,
  /** GitHub's id of the source; a snapshot of format 1 has none. */
  repositoryId: z.number().optional(),
  /** The repository on GitHub that is made, or gets a branch; absent where nothing is written to GitHub. */
  target: repositoryName.optional(),
  chain: z.array(planLink).min(1),
  totalBytes: z.number(),
  objectFormat: z.enum(["sha1", "sha256"]),
  defaultBranch: z.string().optional(),
  description: z.string().optional(),
  homepage: z.string().optional(),
  topics: z.array(z.string()).optional(),
  refs: z.object({ heads: z.number(), tags: z.number(), other: z.number() }).optional(),
  refDigest: z.string().optional(),
  /** As it was. A restored repository is private, whatever this says. */
  visibilityWas: z.string().optional(),
  /** Whether the restored repository is archived at the end, as the source was. */
  archived: z.boolean(),
  /** Where the backup knows it. */
  largestObjectBytes: z.number().optional(),
  /** Of a restore of one ref: its object, as the backup has it. */
  ref: z.object({ name: z.string(), oid: z.string() }).optional(),
});
export type RepositoryPlan = z.infer<typeof repositoryPlan>;

const problem = z.object({ code: z.string(), message: z.string(), hint: z.string() });

/** A repository that was asked for and will not be restored. */
export const refusedItem = z.object({ repository: repositoryName, target: repositoryName.optional(), problem });
export type RefusedItem = z.infer<typeof refusedItem>;

export const restorePlanV2 = z.object({
  version: z.literal(2),
  request: restoreRequest,
  /** The bucket that was asked for; absent when none is read. */
  bucket: z.string().optional(),
  items: z.array(repositoryPlan),
  refused: z.array(refusedItem),
  steps: z.array(z.object({ step: restoreStep, text: z.string() })),
  notRestored: z.array(z.string()),
  warnings: z.array(z.string()),
  totalBytes: z.number(),
  /** A guess from the sizes and GitHub's limits, so that hours do not look like minutes. */
  estimate: z.object({ seconds: z.number(), basis: z.string() }),
  /** Calls of GitHub's REST API it needs, roughly. */
  requests: z.number(),
});
export type RestorePlan = z.infer<typeof restorePlanV2>;

const stepOfVersion1 = z.preprocess((step) => (step === "default-branch" ? "finish" : step), restoreStep);

/** The first version planned one repository, and had its parts at the top. */
const restorePlanV1 = z
  .looseObject({
    version: z.literal(1),
    request: restoreRequest,
    bucket: z.string(),
    chain: z.array(planLink).min(1),
    totalBytes: z.number(),
    objectFormat: z.enum(["sha1", "sha256"]),
    defaultBranch: z.string().optional(),
    description: z.string().optional(),
    refs: z.object({ heads: z.number(), tags: z.number(), other: z.number() }).optional(),
    refDigest: z.string().optional(),
    steps: z.array(z.object({ step: stepOfVersion1, text: z.string() })),
    notRestored: z.array(z.string()),
    warnings: z.array(z.string()),
  })
  .transform((one, { addIssue }): RestorePlan => {
    const { request, bucket, chain, totalBytes, objectFormat, defaultBranch, description, refs, refDigest } = one;
    if (request.kind !== "repository") {
      addIssue("its request is not of its version");
      return z.NEVER;
    }
    const { repository, target } = request;
    const item: RepositoryPlan = {
      ...{ repository, target, chain, totalBytes, objectFormat, defaultBranch, description, refs, refDigest },
      archived: false,
    };
    return {
      ...{ version: 2, request, bucket, items: [item], refused: [], totalBytes, requests: 0 },
      ...{
        steps: one.steps,
        notRestored: one.notRestored,
        warnings: one.warnings,
        estimate: { seconds: 0, basis: "not estimated" },
      },
    };
  });

/** Plans of either version; one of the first comes out as one of the second. */
export const restorePlan = z.union([restorePlanV2, restorePlanV1]);

/** What the console hands to the worker, at plans/<run>.json. */
export const approvedPlan = z.object({
  run: runId,
  digest: z.string(),
  plan: restorePlan,
  approvedBy: z.string(),
  approvedAt: z.string(),
  /** This run goes on with that one's work, by the same plan. Of a retry of a retry: the first one. */
  retryOf: runId.optional(),
  /** Ask GitHub whether the restore could be done, and do nothing. */
  checkOnly: z.boolean().optional(),
  /** The second person's word, where two had to agree. A retry goes on under the one of the first run. */
  approval: approvalId.optional(),
});
export type ApprovedPlan = z.infer<typeof approvedPlan>;
