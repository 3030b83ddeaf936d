import type { CoverageRow } from "@/lib/domain/coverage";
import type { CoverageNow, RepositoriesNow } from "@/lib/domain/coverage-now";
import { summariseCoverage } from "@/lib/domain/coverage-summary";
import { type Part, partOf } from "@/lib/domain/part";
import { provenIn } from "@/lib/domain/proven-at";
import type { Targets } from "@/lib/domain/targets";
import type { WatchReport } from "@/lib/domain/watch";
import type { ObjectStore } from "@/lib/ports/object-store";
import { type ReadCoverage, readCoverage } from "./read-coverage";
import type { LedgerCache } from "./read-proofs";
import type { RecentWatch } from "./watch-records";

export interface ReadRepositories extends ReadCoverage {
  records: ObjectStore;
  ledgers: LedgerCache;
  watch: RecentWatch;
  targets: Targets;
}

/**
 * Every repository as it is now: by the newest manifests, so that a backup shows at once; of the replica what the last hourly
 * look found. Without the records bucket the rows are still there, without proofs and replica.
 * @throws AppError storage-* when neither bucket answers
 */
export async function readRepositories(deps: ReadRepositories, now: Date): Promise<RepositoriesNow> {
  const [watch, proofs] = await Promise.all([
    partOf(deps.watch.read(now)),
    partOf(deps.ledgers.read(deps.records).then(provenIn)),
  ]);
  const report = watch.known ? watch.value : undefined;
  const found = await readCoverage(
    deps,
    {
      proofs: proofs.known ? proofs.value : [],
      replica: report?.replica,
      lookedUpTo: report?.snapshot?.snapshot,
      targetHours: deps.targets.freshnessTargetHours,
    },
    now,
  );
  return {
    rows: found.rows,
    summary: summariseCoverage(found.rows, now),
    snapshot: found.snapshot,
    lastProof: newestProof(found.rows),
    hiddenPrivate: found.notVisible.reduce((sum, each) => sum + (each.private_count ?? 0), 0),
    notAsked: found.notVisible.flatMap(({ account, problem }) =>
      problem ? [{ account, message: problem.message, hint: problem.hint }] : [],
    ),
    watch: withoutObjects(watch),
    proofsProblem: proofs.known ? undefined : proofs.problem,
    targets: deps.targets,
  };
}

/** For the overview, which names no repository. */
export async function readCoverageNow(deps: ReadRepositories, now: Date): Promise<CoverageNow> {
  const { rows: _, ...coverage } = await readRepositories(deps, now);
  return coverage;
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
