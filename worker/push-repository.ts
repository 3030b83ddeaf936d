import { AppError } from "@/lib/domain/errors";
import type { RepositoryName } from "@/lib/domain/ids";
import { escapeRefName, isRestorable, type Ref, unescapeRefName } from "@/lib/domain/refs";
import type { GitAccess } from "@/lib/ports/code-host";
import { git } from "./git";
import type { Rebuilt } from "./rebuild-repository";

export interface PushTarget {
  name: RepositoryName;
  access: GitAccess;
  defaultBranch?: string;
}

/**
 * Pushes branches and tags with explicit refspecs, never `--mirror` (GitHub refuses hidden refs, and one refusal would
 * fail all). The default branch goes first: GitHub takes the first branch it sees for the default one.
 * @throws AppError push-refused with the refs GitHub named
 */
export async function pushRepository(rebuilt: Rebuilt, target: PushTarget, signal: AbortSignal): Promise<void> {
  const branch = target.defaultBranch === undefined ? undefined : `refs/heads/${unescapeRefName(target.defaultBranch)}`;
  if (branch && rebuilt.refs.some((ref) => ref.name === branch))
    await push(rebuilt.directory, [`${branch}:${branch}`], target, signal);
  if (rebuilt.refs.some((ref) => isRestorable(ref.name))) {
    await push(rebuilt.directory, ["refs/heads/*:refs/heads/*", "refs/tags/*:refs/tags/*"], target, signal);
  }
}

/** Refs that stay in the backup, with the reason. */
export function skippedRefs(refs: Ref[]): { name: string; why: string }[] {
  return refs
    .filter((ref) => !isRestorable(ref.name))
    .map((ref) => ({
      name: escapeRefName(ref.name),
      why: ref.name.startsWith("refs/pull/")
        ? "GitHub refuses pushes to refs/pull"
        : "only branches and tags are restored",
    }));
}

async function push(
  directory: string,
  refspecs: string[],
  { name, access }: PushTarget,
  signal: AbortSignal,
): Promise<void> {
  const result = await git(["-C", directory, "push", "--porcelain", "--no-verify", access.url(name), ...refspecs], {
    signal,
    token: await access.token(),
    accept: () => true,
  });
  const refused = result.stdout.split("\n").filter((line) => line.startsWith("!"));
  if (result.exitCode === 0 && refused.length === 0) return;
  const words = result.stderr
    .split("\n")
    .filter((line) => /^(remote:|fatal:|error:)/.test(line))
    .slice(0, 5)
    .join(" ");
  if (refused.length === 0)
    throw new AppError("git-transfer-cut", {
      repository: name,
      detail: words || `git push ended with ${result.exitCode}`,
    });
  throw new AppError("push-refused", {
    count: refused.length,
    target: name,
    first: `${escapeRefName(refused[0]?.split("\t").slice(1).join(" ") ?? "")} ${words}`.trim(),
  });
}
