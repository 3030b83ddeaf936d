import { z } from "zod";
import type { Approval } from "../approval/approval";
import { approvalDecision, approvalEnd, approvalRequest } from "../approval/approval-schema";
import type { ApprovalPage, OpenedApproval } from "../approval/approval-views";
import { TWO_PEOPLE_ACTS } from "../approval/two-people";
import type { IssuedDownload } from "../download";
import type { KnownRefs } from "../known-refs";
import type { OpenedReceipt } from "../opened-receipt";
import { type Receipt, receiptV2 } from "../receipt";
import { type RestorePlan, restorePlanV2 } from "../restore-plan";
import type { RestoreProposal, TargetSuggestion } from "../restore-proposal";
import { restoredItem } from "../restore-record-schema";
import { side } from "../side-schema";
import { problem } from "./common";
import { followedRun } from "./runs";
import { named } from "./schema";

export const targetSuggestion = named<TargetSuggestion>()(
  "TargetSuggestion",
  z.strictObject({ target: z.string(), organisations: z.array(z.string()) }),
);

export const knownRefs = named<KnownRefs>()(
  "KnownRefs",
  z.strictObject({
    refs: z.array(z.strictObject({ name: z.string(), oid: z.string(), ordinary: z.boolean() })),
    total: z.int(),
  }),
);

export const laterChanges = z.array(followedRun);

const apiPlan = named<RestorePlan>()(
  "RestorePlan",
  restorePlanV2,
  "What a restore will do. A person approves its digest.",
);

export const restoreProposal = named<RestoreProposal>()(
  "RestoreProposal",
  z.strictObject({
    plan: apiPlan,
    digest: z.string(),
    confirmation: z.string().optional(),
    notices: z.array(z.string()),
    commands: z.strictObject({ worker: z.string(), byHand: z.array(z.string()) }),
    twoPeople: z.strictObject({ act: z.enum(TWO_PEOPLE_ACTS), hours: z.number() }).optional(),
  }),
  "To start it, send `digest`, and `confirmation` as it stands here. With `twoPeople`, people start it in the console.",
);

const apiReceipt = named<Receipt>()("Receipt", receiptV2, "Every ref that was asked for, and what was found.");

export const openedReceipt = named<OpenedReceipt>()(
  "OpenedReceipt",
  z.strictObject({
    receipt: apiReceipt,
    seal: z.enum(["unchanged", "changed", "unsealed"]),
    item: restoredItem.optional(),
  }),
);

export const issuedDownload = named<IssuedDownload>()(
  "IssuedDownload",
  z.discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("ready"),
      url: z.string(),
      expiresSeconds: z.number(),
      fileName: z.string(),
      sizeBytes: z.number(),
      sha256: z.string().optional(),
      bucket: z.string(),
      key: z.string(),
      versionId: z.string().optional(),
      side: side.optional(),
      clone: z.string(),
    }),
    z.strictObject({ kind: z.literal("export"), bundles: z.int() }),
  ]),
  "export: the repository lies in several bundles, which a run of kind restore (request `export`) makes one of first.",
);

const said = { request: approvalRequest, decision: approvalDecision.optional(), end: approvalEnd.optional() };
const apiApproval = named<Approval>()("Approval", z.strictObject(said), "All that two people have said.");

export const approvalPage = named<ApprovalPage>()(
  "ApprovalPage",
  z.strictObject({
    approvals: z.array(apiApproval),
    unreadable: z.array(z.strictObject({ id: z.string(), problem })),
    next: z.string().optional(),
  }),
);

export const openedApproval = named<OpenedApproval>()(
  "OpenedApproval",
  z.strictObject({ ...said, plan: apiPlan, intact: z.boolean(), outdated: problem.optional() }),
);
