// When a snapshot lacks something.
import type { ErrorCode } from "./errors";
import type { Manifest } from "./manifest";

/**
 * Whether something that should be in the snapshot is not: a repository that failed, or those of an installation that
 * could not be listed. What GitHub's owners withhold (a blocked repository, a suspended installation) is not of that kind.
 */
export function isPartial({ totals: { failed }, source }: Manifest): boolean {
  return failed > 0 || (source?.installations.some(isUnlisted) ?? false);
}

const isUnlisted = ({ problem }: { problem?: { code: string } }) => problem !== undefined && problem.code !== SUSPENDED;

const SUSPENDED: ErrorCode = "installation-suspended";
