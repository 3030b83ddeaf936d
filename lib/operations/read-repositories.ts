import type { CoverageRow, ProvenAt } from "@/lib/domain/coverage";
import type { CoverageNow, RepositoriesNow } from "@/lib/domain/coverage-now";
import { COVERAGE_OFFERED, COVERAGE_SHAPE } from "@/lib/domain/coverage-shape";
import { countLateProofs, summariseCoverage } from "@/lib/domain/coverage-summary";
import type { Part } from "@/lib/domain/part";
import { partOf } from "@/lib/domain/part-of";
import { pageOf, type RowQuery, valuesOf } from "@/lib/domain/row-page";
import type { Targets } from "@/lib/domain/targets";
import type { WatchReport } from "@/lib/domain/watch";
import type { ObjectStore } from "@/lib/ports/object-store";
import { type ReadCoverage, readCoverage } from "./read-coverage";
import type { LedgerCache } from "./read-proofs";
import type { SharedAnswers } from "./shared-answers";
import type { RecentWatch } from "./watch-records";

export interface ReadRepositories extends ReadCoverage {
  records: ObjectStore;
  ledgers: LedgerCache;
  watch: RecentWatch;
  targets: Targets;
  shared: SharedAnswers;
}

/** One page of the repositories as they are now. @throws as readCoverageNow */
export async function readRepositories(deps: ReadRepositories, query: RowQuery, now: Date): Promise<RepositoriesNow> {
  const { rows, options, coverage } = await deps.shared.get("the coverage", () => readAll(deps, now));
  return { ...coverage, ...pageOf(rows, query, COVERAGE_SHAPE), options };
}

/**
 * The coverage as it is now: by the newest manifests, so that a backup shows at once; of the replica what the last hourly
 * look found. Without the records bucket the rows are still there, without proofs and replica.
 * @throws AppError storage-* when neither bucket answers
 */
export async function readCoverageNow(deps: ReadRepositories, now: Date): Promise<CoverageNow> {
  return (await deps.shared.get("the coverage", () => readAll(deps, now))).coverage;
}

const NONE: ProvenAt[] = [];

async function readAll(deps: ReadRepositories, now: Date) {
  const [watch, proofs] = await Promise.all([
    partOf(deps.watch.read(now)),
    partOf(deps.ledgers.readIndexed(deps.records).then(({ proven }) => proven)),
  ]);
  const report = watch.known ? watch.value : undefined;
  const found = await readCoverage(
    deps,
    {
      proofs: proofs.known ? proofs.value : NONE,
      replica: report?.replica,
      lookedUpTo: report?.snapshot?.snapshot,
      targetHours: deps.targets.freshnessTargetHours,
    },
    now,
  );
  const coverage: CoverageNow = {
    summary: summariseCoverage(found.rows, now),
    snapshot: found.snapshot,
    lastProof: newestProof(found.rows),
    proofsOverdue: countLateProofs(found.rows, deps.targets.proofIntervalDays, now),
    hiddenPrivate: found.notVisible.reduce((sum, each) => sum + (each.private_count ?? 0), 0),
    notAsked: found.notVisible.flatMap(({ account, problem }) =>
      problem ? [{ account, message: problem.message, hint: problem.hint }] : [],
    ),
    watch: withoutObjects(watch),
    proofsProblem: proofs.known ? undefined : proofs.problem,
    targets: deps.targets,
  };
  return { rows: found.rows, options: valuesOf(found.rows, COVERAGE_OFFERED, COVERAGE_SHAPE), coverage };
}

function withoutObjects(watch: Part<WatchReport | undefined>): CoverageNow["watch"] {
  if (!watch.known || !watch.value) return watch.known ? { known: true, value: undefined } : watch;
  const { state, problem, lag_minutes, pending, stuck, complete } = watch.value.replica;
  return {
    known: true,
    value: { at: watch.value.at, replica: { state, problem, lag_minutes, pending, stuck, complete } },
  };
}

const newestProof = (rows: readonly CoverageRow[]): string | undefined =>
  rows.reduce<string | undefined>(
    (newest, { proven }) => (proven && (newest === undefined || proven.at > newest) ? proven.at : newest),
    undefined,
  );
