import { z } from "zod";
import type { MonthlyCost } from "../cost/monthly-cost";
import { COVERAGE_STATES, type CoverageRow, type LastSafe } from "../coverage";
import type { CoverageNow, RepositoriesNow } from "../coverage-now";
import { repositoryName, snapshotId } from "../ids-schema";
import { OUTCOMES } from "../outcome";
import type { NextRun, Overview } from "../overview";
import type { ProofSummary } from "../proof-summary";
import { side } from "../side-schema";
import type { Targets } from "../targets";
import { part, problem, rowPage } from "./common";
import { alarmReport } from "./operations";
import { followedRun } from "./runs";
import { named } from "./schema";
import { snapshotRow } from "./snapshots";

const count = z.int().min(0);
const lastSafe = named<LastSafe>()("LastSafe", z.strictObject({ snapshot: snapshotId, at: z.string() }));

const targets = named<Targets>()(
  "Targets",
  z.strictObject({
    backupIntervalHours: z.number(),
    freshnessTargetHours: z.number(),
    proofIntervalDays: z.number(),
    drillIntervalDays: z.number().optional(),
    replicaTargetMinutes: z.number(),
  }),
  "What the installation promises, as numbers.",
);

const replicaNow = z.strictObject({
  state: z.enum(["known", "unknown", "unconfigured"]),
  problem: z.object({ code: z.string(), message: z.string(), hint: z.string() }).optional(),
  lag_minutes: z.number().optional(),
  pending: count.optional(),
  stuck: count.optional(),
  complete: lastSafe.optional(),
});

const covered = {
  summary: z.strictObject({
    counts: z.record(z.enum(COVERAGE_STATES), count),
    overdue: count,
    hoursSinceBackup: z.number().optional(),
    hoursSinceProof: z.number().optional(),
    unproven: count,
    notReplicated: count,
  }),
  snapshot: lastSafe.optional(),
  lastProof: z.string().optional(),
  proofsOverdue: count,
  hiddenPrivate: count,
  notAsked: z.array(z.strictObject({ account: z.string(), message: z.string(), hint: z.string() })),
  watch: part(z.strictObject({ at: z.string(), replica: replicaNow }).optional()),
  proofsProblem: problem.optional(),
  targets,
};

const coverageNow = named<CoverageNow>()(
  "Coverage",
  z.strictObject(covered),
  "How well the fleet is covered, counted.",
);

const coverageRow = named<CoverageRow>()(
  "Repository",
  z.strictObject({
    id: z.number().optional(),
    repo: z.string(),
    state: z.enum(COVERAGE_STATES),
    outcome: z.enum(OUTCOMES).optional(),
    reason: z.strictObject({ code: z.string(), message: z.string(), hint: z.string() }).optional(),
    snapshot: snapshotId.optional(),
    archived: z.boolean().optional(),
    visibility: z.string().optional(),
    safe: lastSafe.optional(),
    replicated: lastSafe.optional(),
    proven: z.strictObject({ at: z.string(), side }).optional(),
    bytes: count.optional(),
    provable: z.string().optional(),
  }),
  "One repository of the fleet: `safe` is the newest backup that holds it.",
);

export const repositoriesNow = named<RepositoriesNow>()(
  "Repositories",
  z.strictObject({
    ...covered,
    ...rowPage(coverageRow),
    options: z.record(z.string(), z.array(z.string())),
  }),
  "A page of the repositories, worst first unless another order is asked for.",
);

const nextRun = named<NextRun>()(
  "NextRun",
  z.strictObject({ rhythm: z.string(), enabled: z.boolean(), at: z.string().optional() }),
);

const proofSummary = named<ProofSummary>()(
  "ProofSummary",
  z.strictObject({
    chains: count,
    never: count,
    oldestAt: z.string().optional(),
    failed: count,
    firstFailed: repositoryName.optional(),
  }),
);

const monthlyCost = named<MonthlyCost>()(
  "MonthlyCost",
  z.strictObject({
    dollars: z.number(),
    stored: z.strictObject({ primary: z.number().optional(), replica: z.number().optional() }),
    assumed: z.boolean(),
    pricesOf: z.string(),
  }),
  "An estimate in US dollars, by list prices of the year `pricesOf`; `stored` is what the buckets hold once everything was replaced.",
);

export const overview = named<Overview>()(
  "Overview",
  z.strictObject({
    snapshots: part(z.array(snapshotRow)),
    runs: part(z.array(followedRun)),
    alarms: part(z.array(alarmReport)),
    coverage: part(coverageNow),
    schedule: part(nextRun.optional()),
    proofs: part(proofSummary.optional()),
    cost: part(monthlyCost.optional()),
    targetHours: z.number(),
  }),
  "Each part is known, or says why it is not.",
);
