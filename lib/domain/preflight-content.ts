// The checks of a preflight that go by what is restored: sizes, refs, requests.
import { AppError } from "./errors";
import { formatBytes, plural } from "./format";
import { GITHUB_LIMITS } from "./github-limits";
import { check, type Judged, type PreflightFacts } from "./preflight-facts";
import type { RepositoryPlan, RestorePlan } from "./restore-plan";

export function budget({ requests, estimate }: RestorePlan, { organisations }: PreflightFacts): Judged {
  const known = organisations.flatMap((each) => (each.budget ? [each.budget] : []));
  if (known.length === 0) return check("rate-limit", "unknown", "GitHub does not say how many requests are left.");
  const least = known.reduce((one, other) => (one.remaining <= other.remaining ? one : other));
  const text = `${plural(requests, "request")} of ${least.remaining} that are left this hour; ${estimate.basis}.`;
  if (least.remaining >= requests) return check("rate-limit", "ok", text);
  return check("rate-limit", "warning", text, { hint: "The restore waits for the next hour and goes on by itself." });
}

export function sizes({ items }: RestorePlan): Judged {
  const limit = formatBytes(GITHUB_LIMITS.objectBytes);
  const suspects = items.filter((item) => (item.largestObjectBytes ?? 0) > GITHUB_LIMITS.objectBytes);
  if (suspects.length > 0)
    return check(
      "object-size",
      "warning",
      `${suspects[0]?.repository} has an object over ${limit}, the most GitHub takes.`,
      {
        hint: "If a branch or a tag reaches it, the push would be refused; that is found out before anything is created.",
      },
    );
  const unknown = items.some((item) => item.largestObjectBytes === undefined);
  if (unknown)
    return check(
      "object-size",
      "unknown",
      `Files over ${limit} are looked for when the repository is rebuilt, before anything is created.`,
    );
  return check("object-size", "ok", `No file is over ${limit}.`);
}

/** What GitHub would refuse, before it is asked. */
export function oversizedError(repository: string, file: { path: string; bytes: number }, count: number): AppError {
  return new AppError("file-too-large", {
    repository,
    count: plural(count, "file"),
    path: file.path,
    size: formatBytes(file.bytes),
    limit: formatBytes(GITHUB_LIMITS.objectBytes),
  });
}

export function pushSize(items: RepositoryPlan[]): Judged {
  const { pushBytes, repositoryBytes } = GITHUB_LIMITS;
  const huge = items.filter((item) => item.totalBytes > repositoryBytes);
  const split = items.filter((item) => item.totalBytes > pushBytes);
  if (huge.length > 0)
    return check(
      "push-size",
      "warning",
      `${huge[0]?.repository} is larger than the ${formatBytes(repositoryBytes)} GitHub recommends at most.`,
      {
        hint: "It is pushed in parts; GitHub may be slow with it.",
      },
    );
  if (split.length > 0)
    return check(
      "push-size",
      "ok",
      `${plural(split.length, "repository", "repositories")} over ${formatBytes(pushBytes)}: pushed in parts.`,
    );
  return check("push-size", "ok", `Each fits into one push of ${formatBytes(pushBytes)}.`);
}

export function hiddenRefs(items: RepositoryPlan[]): Judged {
  const hidden = items.reduce((sum, item) => sum + (item.refs?.other ?? 0), 0);
  if (items.some((item) => item.refs === undefined))
    return check("hidden-refs", "unknown", "This snapshot does not count refs; only branches and tags are pushed.");
  return check("hidden-refs", "ok", `${plural(hidden, "ref")} that GitHub keeps for itself stay in the backup.`);
}
