import { z } from "zod";
import { ANOMALY_KINDS } from "../anomaly-kind";
import { seenAnomaly } from "../anomaly-schema";
import type { ChainRow, EntriesPage } from "../entry-shape";
import { repositoryName, runId, snapshotId } from "../ids-schema";
import { OUTCOMES } from "../outcome";
import type { SnapshotPage } from "../overview";
import { repositoryPlan } from "../restore-plan";
import { side } from "../side-schema";
import type { SnapshotRow, SnapshotSummary } from "../snapshot";
import type { EntryDetail, EntryRow, SnapshotDetail } from "../snapshot-detail";
import type { ShownProof, SnapshotProofs } from "../snapshot-proofs";
import { plainProblem, problem, rowPage, sides } from "./common";
import { named } from "./schema";

const count = z.int().min(0);
const sideState = z.enum(["present", "lagging", "missing", "unreadable", "unreachable", "unconfigured"]);
const anomalyNote = z.strictObject({ kind: z.enum(ANOMALY_KINDS), message: z.string() });

export const snapshotSummary = named<SnapshotSummary>()(
  "SnapshotSummary",
  z.strictObject({
    id: snapshotId,
    format: z.literal([1, 2]),
    state: z.enum(["complete", "partial"]),
    finishedAt: z.string(),
    startedAt: z.string().optional(),
    durationMs: z.number().optional(),
    totalRepositories: count,
    safeRepositories: count,
    failed: count,
    unavailable: count,
    empty: count,
    vanished: count,
    newlyVanished: count,
    storedBytes: z.number(),
    chainBytes: z.number(),
    captured: count,
    oldestBundleAt: z.string().optional(),
    heldChains: count,
    anomalies: z.array(seenAnomaly),
    anomalyCount: count,
    trigger: z.enum(["schedule", "manual", "retry"]).optional(),
    actor: z.string().optional(),
    runId: z.string().optional(),
  }),
  "The facts of a snapshot's manifest. complete: every repository is safe or knowingly out of reach.",
);

export const snapshotRow = named<SnapshotRow>()(
  "SnapshotRow",
  z.strictObject({
    id: snapshotId,
    sides: sides(sideState),
    replication: z.strictObject({ pending: count, stuck: count, lagMinutes: z.number() }).optional(),
    proof: z
      .strictObject({
        chains: count,
        proven: count,
        failed: count,
        newestAt: z.string().optional(),
        oldestAt: z.string().optional(),
      })
      .optional(),
    summary: snapshotSummary.optional(),
    problem: problem.optional(),
  }),
  "A snapshot and how each bucket has it. Without a summary no copy of its manifest can be read. `proof`: at least so many of its chains are proven in the state it has; without it that is not known.",
);

export const snapshotPage = named<SnapshotPage>()(
  "SnapshotPage",
  z.strictObject({
    rows: z.array(snapshotRow),
    unreachable: z.array(z.strictObject({ side, bucket: z.string(), message: z.string(), hint: z.string() })),
    next: z.string().optional(),
  }),
  "Pass `next` as `before` to read on; it is absent on the last page.",
);

export const entryRow = named<EntryRow>()(
  "EntryRow",
  z.strictObject({
    repository: repositoryName,
    outcome: z.enum(OUTCOMES),
    reason: plainProblem.optional(),
    lastGoodSnapshot: snapshotId.optional(),
    defaultBranch: z.string().optional(),
    head: z.string().optional(),
    refs: z.strictObject({ heads: count, tags: count, other: count }).optional(),
    chainBytes: z.number(),
    chainLength: count,
    id: z.number().optional(),
    change: z
      .strictObject({
        kind: z.enum(["full", "incremental"]),
        bytes: z.number(),
        refs: z.strictObject({ created: count, deleted: count, moved: count }).optional(),
      })
      .optional(),
    visibility: z.string().optional(),
    archived: z.boolean(),
    anomalies: z.array(anomalyNote),
    anomaly: z.string(),
  }),
  "One repository of a snapshot.",
);

export const snapshotDetail = named<SnapshotDetail>()(
  "SnapshotDetail",
  z.strictObject({
    summary: snapshotSummary,
    side,
    bucket: z.string(),
    region: z.string(),
    manifestKey: z.string(),
    sides: sides(sideState),
    notice: problem.optional(),
    worker: z.string().optional(),
    server: z.string().optional(),
    previous: snapshotId.optional(),
    entries: count,
    restorable: count,
    options: z.record(z.string(), z.array(z.string())),
    unsafe: z.strictObject({ count, first: z.array(entryRow) }),
    unusual: z.strictObject({
      count,
      first: z.array(anomalyNote.extend({ repository: repositoryName.optional() })),
    }),
  }),
  "`side` is the bucket it was read from; `notice` says why, where that is not the one that was asked for.",
);

const heldState = z.strictObject({
  snapshot: snapshotId,
  repo: z.string(),
  prefix: z.string(),
  state: z.enum(["held", "failed"]),
  problem: plainProblem.optional(),
  commands: z.array(z.string()),
});

export const entryDetail = named<EntryDetail>()(
  "EntryDetail",
  z.strictObject({
    row: entryRow,
    snapshot: snapshotId,
    side,
    bucket: z.string(),
    region: z.string(),
    notice: problem.optional(),
    chain: z.array(repositoryPlan.shape.chain.element),
    checks: z.array(z.string()),
    notChecked: z.array(z.string()),
    warnings: z.array(z.string()),
    holds: z.array(heldState),
    kept: z
      .strictObject({ since: z.string(), prefix: z.string(), why: z.array(z.string()), commands: z.array(z.string()) })
      .optional(),
    commands: z.array(z.string()),
  }),
  "The bundles that rebuild a repository, in their order, and the commands that do it without Holdfast.",
);

const shownProof = named<ShownProof>()(
  "Proof",
  z.strictObject({
    side,
    state: z.enum(["proven", "earlier", "failed", "never", "nothing"]),
    at: z.string().optional(),
    run: runId.optional(),
    of: snapshotId.optional(),
    findings: z.number().optional(),
    problem: plainProblem.optional(),
  }),
  "What is proven of a chain in one bucket. earlier: another state of the repository was.",
);

export const snapshotProofs = named<SnapshotProofs>()(
  "SnapshotProofs",
  z.strictObject({ proofs: z.record(repositoryName, z.array(shownProof)), problem: problem.optional() }),
);

export const entriesPage = named<EntriesPage>()(
  "EntriesPage",
  z.strictObject({
    ...rowPage(entryRow),
    proofs: z.record(repositoryName, z.array(shownProof)),
    problem: problem.optional(),
  }),
  "`found` rows match the filter; `proofs` are those of the page, and `problem` says why they are not known.",
);

export const chainRows = z.array(
  named<ChainRow>()(
    "ChainRow",
    z.strictObject({
      repository: repositoryName,
      outcome: z.enum(OUTCOMES),
      chainBytes: z.number(),
      chainLength: count,
    }),
    "What a repository of a snapshot costs to read.",
  ),
);
