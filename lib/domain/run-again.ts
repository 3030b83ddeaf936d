// What a run that was not whole leaves to be done again, and by which request.
import { MOST_FIRST } from "./backup-run";
import type { RepositoryName } from "./ids";
import type { VerifyRequest } from "./proof-run";
import type { RunRecord, RunState } from "./run";

const NOT_WHOLE: ReadonlySet<RunState> = new Set(["partial", "failed", "lost"]);

/**
 * The repositories the next backup should begin with: what failed, or where the run came to nothing, what it was asked to
 * begin with. At most as many as one request may name; what GitHub does not serve or list any more is not helped by it.
 * @returns undefined where there is nothing to do again
 */
export function backupAgain({ kind, state, failures = [], backup }: RunRecord): RepositoryName[] | undefined {
  if (kind !== "backup" || !NOT_WHOLE.has(state)) return undefined;
  const unsafe = failures.flatMap(({ repo, outcome }) => (outcome === "failed" ? [repo] : []));
  return (unsafe.length > 0 ? unsafe : (backup?.request.first ?? [])).slice(0, MOST_FIRST);
}

/** One repository where no more than one is unproven; or else what was asked for then, of which a share begins with what failed. */
export function proveAgain({ kind, state, verify, failures = [], failure_count: failed = 0 }: RunRecord) {
  if (kind !== "verify" || !verify || !NOT_WHOLE.has(state)) return undefined;
  const { request, unproven = [], altered = [], counts } = verify;
  const left = [...failures, ...unproven];
  const all = Math.max(failed, failures.length) + Math.max(counts?.unproven ?? 0, unproven.length);
  const [first, ...others] = new Set(left.map(({ repo }) => repo));
  if (!first || others.length > 0 || all > left.length || altered.length > 0) return request;
  return proveOne(request, first, [...new Set(left.map(({ side }) => side))]);
}

/** `sides`: where it is to be proven; both where they are not one. */
export function proveOne(
  { snapshot }: VerifyRequest,
  repository: RepositoryName,
  [side, ...others]: readonly VerifyRequest["side"][],
): VerifyRequest {
  return { scope: "repository", repository, snapshot, side: others.length > 0 ? undefined : side };
}
