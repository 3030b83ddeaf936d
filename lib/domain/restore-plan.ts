// What a restore will do, as a value: made here for the console's review step and again by the worker, which refuses to
// start when the two differ. Pure; the digest of its canonical text is what a person approves.
import { z } from "zod";
import { AppError } from "./errors";
import { type RepositoryName, repositoryName, runId, type SnapshotId, snapshotId, splitRepositoryName } from "./ids";
import type { Manifest, ManifestEntry } from "./manifest";
import { OUTCOME_VIEW } from "./outcome";
import { side } from "./snapshot";

export const restoreRequest = z.object({
  snapshot: snapshotId,
  repository: repositoryName,
  source: side,
  target: repositoryName,
});
export type RestoreRequest = z.infer<typeof restoreRequest>;

const planLink = z.object({
  key: z.string(),
  versionId: z.string().optional(),
  kind: z.enum(["full", "incremental"]),
  sizeBytes: z.number(),
  sha256: z.string().optional(),
});
export type PlanLink = z.infer<typeof planLink>;

export const RESTORE_STEPS = [
  "read",
  "rebuild",
  "create",
  "actions-off",
  "push",
  "default-branch",
  "compare",
  "receipt",
] as const;
export type RestoreStep = (typeof RESTORE_STEPS)[number];

export const restorePlan = z.object({
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
  visibility: z.literal("private"),
  steps: z.array(z.object({ step: z.enum(RESTORE_STEPS), text: z.string() })),
  notRestored: z.array(z.string()),
  warnings: z.array(z.string()),
});
export type RestorePlan = z.infer<typeof restorePlan>;

/** What the console hands to the worker, at plans/<run>.json. */
export const approvedPlan = z.object({
  run: runId,
  digest: z.string(),
  plan: restorePlan,
  approvedBy: z.string(),
  approvedAt: z.string(),
});
export type ApprovedPlan = z.infer<typeof approvedPlan>;

export interface PlanSource {
  manifest: Manifest;
  bucket: string;
  /** Repositories known to exist now; a target among them is refused. The worker asks GitHub itself as well. */
  existing: ReadonlySet<string>;
}

/**
 * @throws AppError entry-missing, nothing-to-restore, target-exists, target-name-invalid
 */
export function planRestore(request: RestoreRequest, source: PlanSource): RestorePlan {
  const entry = findEntry(source.manifest, request.snapshot, request.repository);
  if (entry.chain.length === 0) throw nothingToRestore(entry, request.snapshot);
  const { repository: name } = splitRepositoryName(request.target);
  if (name.length > 100 || /\.(git|wiki)$/i.test(name)) throw new AppError("target-name-invalid", { name });
  if (source.existing.has(request.target.toLowerCase()))
    throw new AppError("target-exists", { target: request.target });

  const chain = entry.chain.map((link) => ({
    key: link.s3_key,
    versionId: link.version_id,
    kind: link.kind,
    sizeBytes: link.size_bytes,
    sha256: link.sha256,
  }));
  const totalBytes = chain.reduce((sum, link) => sum + link.sizeBytes, 0);
  const refs = entry.refs && {
    heads: entry.refs.heads,
    tags: entry.refs.tags,
    other: entry.refs.count - entry.refs.heads - entry.refs.tags,
  };
  return {
    version: 1,
    request,
    bucket: source.bucket,
    chain,
    totalBytes,
    objectFormat: entry.object_format ?? "sha1",
    defaultBranch: entry.default_branch,
    description: entry.description ?? undefined,
    refs,
    refDigest: entry.refs?.digest,
    visibility: "private",
    steps: stepsFor(request, chain.length, source.bucket, entry, refs),
    notRestored: notRestored(refs?.other),
    warnings: warningsFor(entry, chain),
  };
}

/** Text with one meaning for one plan: keys sorted, no spaces. To be hashed as UTF-8. */
export function canonicalPlan(plan: RestorePlan): string {
  return canonical(plan);
}

/** One sentence naming the first thing in which the two plans differ; undefined when they are the same. */
export function planDifference(approved: RestorePlan, now: RestorePlan): string | undefined {
  for (const key of Object.keys({ ...approved, ...now }).sort() as (keyof RestorePlan)[]) {
    const [was, is] = [canonical(approved[key]), canonical(now[key])];
    if (was !== is) return `${key} was ${shorten(was)} and is now ${shorten(is)}`;
  }
  return undefined;
}

export function findEntry(manifest: Manifest, snapshot: SnapshotId, repository: RepositoryName): ManifestEntry {
  const wanted = repository.toLowerCase();
  const entry = manifest.repos.find((each) => each.repo.toLowerCase() === wanted);
  if (!entry) throw new AppError("entry-missing", { snapshot, repository });
  return entry;
}

function nothingToRestore(entry: ManifestEntry, snapshot: SnapshotId): AppError {
  const advice = entry.last_good_snapshot
    ? `Restore it from snapshot ${entry.last_good_snapshot}, its last good one.`
    : "Look for an older snapshot in which it was captured.";
  return new AppError("nothing-to-restore", {
    repository: entry.repo,
    snapshot,
    outcome: OUTCOME_VIEW[entry.outcome].label.toLowerCase(),
    advice: entry.outcome === "empty" ? "An empty repository has no commits; create a new one by hand." : advice,
  });
}

function stepsFor(
  request: RestoreRequest,
  links: number,
  bucket: string,
  entry: ManifestEntry,
  refs: RestorePlan["refs"],
): RestorePlan["steps"] {
  const pushed = refs ? `${refs.heads} branches and ${refs.tags} tags` : "every branch and tag";
  return [
    {
      step: "read",
      text: `Read ${links === 1 ? "the bundle" : `${links} bundles`} from ${bucket} and check the SHA-256`,
    },
    { step: "rebuild", text: "Rebuild the repository on the worker with stock git and check every object" },
    { step: "create", text: `Create ${request.target} on GitHub: private, empty` },
    { step: "actions-off", text: "Switch GitHub Actions off before anything is pushed" },
    { step: "push", text: `Push ${pushed}` },
    {
      step: "default-branch",
      text: `Set the default branch${entry.default_branch ? ` to ${entry.default_branch}` : ""}`,
    },
    { step: "compare", text: "Read every ref back from GitHub and compare it with the backup" },
    { step: "receipt", text: "Write the receipt" },
  ];
}

function notRestored(otherRefs: number | undefined): string[] {
  const others = otherRefs
    ? [`${otherRefs} other refs such as refs/pull/*: GitHub refuses pushes to them; they stay in the backup`]
    : [];
  return [
    ...others,
    "Issues, pull requests, releases, settings, secrets and webhooks: they are not part of a git repository",
  ];
}

function warningsFor(entry: ManifestEntry, chain: PlanLink[]): string[] {
  const unhashed = chain.some((link) => link.sha256 === undefined);
  return [
    ...(unhashed
      ? ["This snapshot has no checksums (it was written by another tool): only git's own checks can be made."]
      : []),
    ...(entry.outcome === "failed" || entry.outcome === "unavailable" || entry.outcome === "vanished"
      ? [
          `The repository was ${OUTCOME_VIEW[entry.outcome].label.toLowerCase()} in this snapshot; what is restored is its last good state.`,
        ]
      : []),
    ...(entry.archived ? ["The repository was archived; the restored one is writable."] : []),
  ];
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return `{${members
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`)
    .join(",")}}`;
}

const shorten = (text: string) => (text.length > 80 ? `${text.slice(0, 77)}...` : text);
