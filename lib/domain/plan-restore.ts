// Plans a restore of any kind: pure, so that the wizard, the worker, `--dry-run` and the tests have the same plan of the
// same request and the same snapshot.
import { AppError, problemOf } from "./errors";
import { plural } from "./format";
import type { Manifest, ManifestEntry } from "./manifest";
import { findEntry, planNewRepository, planRepository } from "./plan-repository";
import { notRestored, stepsFor, warningsFor } from "./plan-words";
import { escapeRefName, type Ref } from "./refs";
import { estimateRestore } from "./restore-estimate";
import type { RefusedItem, RepositoryPlan, RestorePlan } from "./restore-plan";
import type { RequestOf, SnapshotRequest } from "./restore-request";
import { checkTargetName, type Named, nameTargets } from "./target-name";

export interface PlanSource {
  manifest: Manifest;
  bucket: string;
  /** Repositories known to exist now, in lower case; a target among them is refused. The worker asks GitHub as well. */
  existing: ReadonlySet<string>;
  /** For a request of kind `ref`: all refs in the header of the chain's last bundle. */
  refs?: readonly Ref[];
}

/**
 * @throws AppError entry-missing, nothing-to-restore, object-format-refused, target-exists, target-name-invalid, batch-empty,
 * ref-missing. Of a batch, what cannot be restored is listed under `refused` with its reason, and only a batch of nothing but that throws.
 */
export function planRestore(request: SnapshotRequest, source: PlanSource): RestorePlan {
  const { items, refused, entries, notes } = itemsOf(request, source);
  return {
    version: 2,
    request,
    bucket: source.bucket,
    items,
    refused,
    steps: stepsFor(request, items, source.bucket),
    notRestored: notRestored(request, items),
    warnings: [...warningsFor(request, items, entries), ...notes],
    totalBytes: items.reduce((sum, item) => sum + item.totalBytes, 0),
    ...estimateRestore(request.kind, items),
  };
}

/** The plan of a change of a restored repository: no bucket is read. */
export function planRearm(request: RequestOf<"rearm">): RestorePlan {
  return {
    ...{ version: 2, request, items: [], refused: [], notRestored: [], totalBytes: 0 },
    steps: stepsFor(request, [], ""),
    warnings: warningsFor(request, [], []),
    estimate: { seconds: 5, basis: "a few requests" },
    requests: 3,
  };
}

interface Items {
  items: RepositoryPlan[];
  refused: RefusedItem[];
  /** Of the items, in their order. */
  entries: ManifestEntry[];
  notes: string[];
}

function itemsOf(request: SnapshotRequest, source: PlanSource): Items {
  if (request.kind === "batch") return batchItems(request, source);
  const entry = findEntry(source.manifest, request.snapshot, request.repository);
  const item = oneItem(request, entry, source);
  return { items: [item], refused: [], entries: [entry], notes: [] };
}

function oneItem(
  request: Exclude<SnapshotRequest, { kind: "batch" }>,
  entry: ManifestEntry,
  source: PlanSource,
): RepositoryPlan {
  const { snapshot } = request;
  switch (request.kind) {
    case "repository": {
      const { target } = request;
      const item = planNewRepository(entry, snapshot, target);
      checkTargetName(target);
      if (source.existing.has(target.toLowerCase())) throw new AppError("target-exists", { target });
      return item;
    }
    case "ref": {
      const item = planRepository(entry, snapshot, request.target);
      const found = source.refs?.find((ref) => escapeRefName(ref.name) === request.ref);
      if (!found) throw new AppError("ref-missing", { repository: request.repository, ref: request.ref, snapshot });
      // Settings are not touched: the target is somebody's living repository.
      const { description: _, homepage: __, topics: ___, visibilityWas: ____, ...content } = item;
      return { ...content, archived: false, ref: { name: request.ref, oid: found.oid } };
    }
    default:
      return planRepository(entry, snapshot);
  }
}

function batchItems(request: RequestOf<"batch">, { manifest, existing }: PlanSource): Items {
  const { snapshot, naming } = request;
  const entries: ManifestEntry[] = [];
  const refused: RefusedItem[] = [];
  const byName = new Map(manifest.repos.map((entry) => [entry.repo.toLowerCase(), entry]));
  for (const repository of wanted(request, manifest)) {
    try {
      const entry = byName.get(repository.toLowerCase());
      if (!entry) throw new AppError("entry-missing", { snapshot, repository });
      planNewRepository(entry, snapshot);
      entries.push(entry);
    } catch (error) {
      refused.push({ repository, problem: problemOf(error) });
    }
  }
  const names = entries.map((entry) => entry.repo);
  const named = nameTargets(names, naming, snapshot, existing);
  const kept: ManifestEntry[] = [];
  const items = named.flatMap((each, index) => {
    const entry = entries[index];
    if (!entry) return [];
    if ("problem" in each) {
      refused.push({ repository: each.repository, target: each.target, problem: each.problem });
      return [];
    }
    kept.push(entry);
    return [planNewRepository(entry, snapshot, each.target)];
  });
  if (items.length === 0) throw new AppError("batch-empty", { count: refused.length, reasons: reasonsOf(refused) });
  return { items, refused, entries: kept, notes: notesOf(request, manifest, named) };
}

/** A plan lists what it refuses; without a plan there is only this sentence. */
const MOST_REASONS = 5;

function reasonsOf(refused: RefusedItem[]): string {
  if (refused.length === 0) return "the snapshot holds none";
  const reasons = refused.slice(0, MOST_REASONS).map(({ repository, problem }) => `${repository}: ${problem.message}`);
  const more = refused.length - reasons.length;
  return [...reasons, ...(more > 0 ? [`and ${more} more`] : [])].join("; ");
}

function notesOf({ repositories }: RequestOf<"batch">, manifest: Manifest, named: Named[]): string[] {
  const renamed = named.filter((each) => "asked" in each && each.asked !== undefined).length;
  const without = repositories === "all" ? manifest.repos.filter((entry) => entry.chain.length === 0).length : 0;
  return [
    ...(renamed > 0
      ? [`GitHub makes another name of ${plural(renamed, "name")}: what it does not take becomes -.`]
      : []),
    ...(without > 0
      ? [
          `${plural(without, "repository", "repositories")} of the snapshot hold nothing to restore: empty, or never captured.`,
        ]
      : []),
  ];
}

/** `all` leaves out what has no bundle: it was asked for as a whole, so there is nothing to refuse. */
function wanted({ repositories }: RequestOf<"batch">, manifest: Manifest) {
  if (repositories === "all")
    return manifest.repos.filter((entry) => entry.chain.length > 0).map((entry) => entry.repo);
  const seen = new Set<string>();
  return repositories.filter((name) => !seen.has(name.toLowerCase()) && seen.add(name.toLowerCase()));
}
