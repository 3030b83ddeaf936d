// The words of a plan: what will be done, what will not, and what to mind.
import { formatBytes, plural } from "./format";
import { GITHUB_LIMITS } from "./github-limits";
import type { ManifestEntry } from "./manifest";
import { OUTCOME_VIEW } from "./outcome";
import type { RepositoryPlan, RestorePlan } from "./restore-plan";
import type { RearmChange, RestoreRequest } from "./restore-request";
import { type RestoreStep, STEPS_OF } from "./restore-steps";

export function stepsFor(request: RestoreRequest, items: RepositoryPlan[], bucket: string): RestorePlan["steps"] {
  return STEPS_OF[request.kind].map((step) => ({ step, text: TEXT[step](request, items, bucket) }));
}

type Words = (request: RestoreRequest, items: RepositoryPlan[], bucket: string) => string;

const TEXT: Record<RestoreStep, Words> = {
  preflight: (request) =>
    request.kind === "rearm"
      ? `Make sure that run ${request.restoredBy} has made ${request.target}`
      : "Ask GitHub whether it can be done: names, permissions, policy, limits. Nothing is created when it cannot",
  read: (_, [item], bucket) => {
    const links = item?.chain.length ?? 0;
    return `Read ${links === 1 ? "the bundle" : `${links} bundles`} from ${bucket} and check the SHA-256`;
  },
  rebuild: () => "Rebuild the repository on the worker with stock git and check every object",
  create: (_, [item]) => `Create ${item?.target} on GitHub: private, empty`,
  "actions-off": () => "Switch GitHub Actions off before anything is pushed",
  push: (request, [item]) => {
    if (request.kind === "ref") return `Push ${request.ref} to ${request.target} as the new branch ${request.branch}`;
    const refs = item?.refs;
    return `Push ${refs ? `${plural(refs.heads, "branch", "branches")} and ${plural(refs.tags, "tag")}` : "every branch and tag"}`;
  },
  compare: (request) =>
    request.kind === "ref"
      ? "Read the branch back from GitHub and compare it with the backup"
      : "Read every ref back from GitHub and compare it with the backup",
  finish: (_, [item]) => `Set ${settingsOf(item)}`,
  restore: (_, items) =>
    `Restore ${plural(items.length, "repository", "repositories")}, several at a time, each like this: read and rebuild it and check every object, create it private, switch Actions off, push, compare every ref, set its settings. One that fails does not stop the others`,
  consolidate: (_, [item]) =>
    (item?.chain.length ?? 1) > 1 ? "Make one bundle of the chain and check it" : "Take the bundle as it is",
  store: () => "Store it for the download",
  place: (request) => `Put the repository in ${request.kind === "local" ? request.directory : "its directory"}`,
  rearm: (request) => (request.kind === "rearm" ? rearmText(request.change, request.target) : ""),
  receipt: (request) => (request.kind === "batch" ? "Write a receipt for each of them" : "Write the receipt"),
};

function settingsOf(item: RepositoryPlan | undefined): string {
  const parts = [
    `the default branch${item?.defaultBranch ? ` to ${item.defaultBranch}` : ""}`,
    ...(item?.topics ? [plural(item.topics.length, "topic")] : []),
    "the description",
    ...(item?.homepage ? ["the homepage"] : []),
  ];
  return `${parts.join(", ")}${item?.archived ? ", and archive it last, as it was" : ""}`;
}

/** `Switch GitHub Actions on for acme/api`. */
export function rearmText(change: RearmChange, target: string): string {
  switch (change.action) {
    case "enable-actions":
      return `Switch GitHub Actions on for ${target}`;
    case "set-visibility":
      return `Make ${target} ${change.visibility}`;
    case "archive":
      return `${change.archived ? "Archive" : "Unarchive"} ${target}`;
    case "delete":
      return `Delete ${target}`;
  }
}

export function notRestored(request: RestoreRequest, items: RepositoryPlan[]): string[] {
  if (request.kind === "export" || request.kind === "local")
    return ["Issues, pull requests, releases and settings: they are not part of a git repository"];
  if (request.kind === "ref")
    return ["Everything else of the backup: one ref is pushed, nothing that exists is changed"];
  const hidden = items.reduce((sum, item) => sum + (item.refs?.other ?? 0), 0);
  const wide = items.filter((item) => item.visibilityWas && item.visibilityWas !== "private");
  return [
    ...(hidden > 0
      ? [`${plural(hidden, "other ref")} such as refs/pull/*: GitHub refuses pushes to them; they stay in the backup`]
      : []),
    ...(wide.length > 0 ? [visibilityWords(wide)] : []),
    "Issues, pull requests, releases, settings, secrets and webhooks: they are not part of a git repository",
    "Files in Git LFS: the backup holds their pointers",
  ];
}

function visibilityWords(wide: RepositoryPlan[]): string {
  const [only] = wide;
  const what =
    wide.length === 1 && only
      ? `The visibility ${only.visibilityWas}`
      : `The visibility of ${plural(wide.length, "repository", "repositories")} that were public or internal`;
  return `${what}: everything is restored private; change it afterwards, when you have looked at it`;
}

export function warningsFor(request: RestoreRequest, items: RepositoryPlan[], entries: ManifestEntry[]): string[] {
  if (request.kind === "rearm") return rearmWarnings(request.change);
  const unhashed = items.filter((item) => item.chain.some((link) => link.sha256 === undefined));
  const toGitHub = request.kind === "repository" || request.kind === "batch";
  return [
    ...(unhashed.length > 0
      ? ["This snapshot has no checksums (it was written by another tool): only git's own checks can be made."]
      : []),
    ...older(entries),
    ...(request.kind === "ref"
      ? ["A push to a living repository: its workflows that run on any branch run on this one too."]
      : []),
    ...(toGitHub ? sizeWarnings(items) : []),
    ...(toGitHub && items.some((item) => item.archived)
      ? ["What was archived is archived again at the end: it is read-only until you unarchive it."]
      : []),
  ];
}

function older(entries: ManifestEntry[]): string[] {
  const stale = entries.filter(({ outcome }) => !OUTCOME_VIEW[outcome].safe);
  const [only] = stale;
  if (!only) return [];
  if (stale.length > 1)
    return [
      `${plural(stale.length, "repository", "repositories")} could not be captured in this snapshot; restored is their last good state.`,
    ];
  const was = OUTCOME_VIEW[only.outcome].label.toLowerCase();
  return [`${only.repo} was ${was} in this snapshot; what is restored is its last good state.`];
}

function sizeWarnings(items: RepositoryPlan[]): string[] {
  const { objectBytes, pushBytes, repositoryBytes } = GITHUB_LIMITS;
  const over = items.filter((item) => (item.largestObjectBytes ?? 0) > objectBytes);
  const split = items.filter((item) => item.totalBytes > pushBytes);
  const huge = items.filter((item) => item.totalBytes > repositoryBytes);
  const names = (some: RepositoryPlan[]) =>
    some
      .slice(0, 3)
      .map((item) => item.repository)
      .join(", ");
  return [
    ...(over.length > 0
      ? [`GitHub refuses files over ${formatBytes(objectBytes)}, and these hold one: ${names(over)}.`]
      : []),
    ...(split.length > 0 ? [`More than GitHub takes in one push, so it is pushed in parts: ${names(split)}.`] : []),
    ...(huge.length > 0
      ? [`Larger than the ${formatBytes(repositoryBytes)} GitHub recommends at most: ${names(huge)}.`]
      : []),
  ];
}

function rearmWarnings(change: RearmChange): string[] {
  if (change.action === "delete")
    return ["The repository is deleted with everything that was added to it since. Its backup stays."];
  if (change.action === "set-visibility" && change.visibility === "public")
    return ["Everybody can read it, its whole history included; copies made meanwhile cannot be taken back."];
  if (change.action === "enable-actions")
    return ["Workflows run from now on: schedules at once, others with the next push."];
  return [];
}
