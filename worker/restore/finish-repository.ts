import { hasCode } from "@/lib/domain/errors";
import { GITHUB_LIMITS } from "@/lib/domain/github-limits";
import { defaultBranch } from "@/lib/domain/refs";
import type { RepositoryPlan } from "@/lib/domain/restore-plan";
import type { FoundRepository, RestoreTarget } from "@/lib/ports/restore-target";
import type { Rebuilt } from "@/lib/rebuild/rebuild-repository";

export interface Finished {
  repository: FoundRepository;
  /** What could not be set, and does not matter enough to fail. */
  warnings: string[];
}

/**
 * The settings that the backup knows: default branch (it has to exist), description in place of our mark, homepage, topics,
 * and archived last of all, because nothing can be changed after it.
 */
export async function finishRepository(
  item: RepositoryPlan,
  rebuilt: Pick<Rebuilt, "refs" | "head">,
  { name }: FoundRepository,
  target: RestoreTarget,
): Promise<Finished> {
  const warnings: string[] = [];
  const branch = defaultBranchOf(rebuilt);
  let repository = await target.change(name, {
    description: item.description?.replace(/\p{Cc}+/gu, " ").slice(0, GITHUB_LIMITS.descriptionCharacters) ?? "",
    homepage: item.homepage,
    defaultBranch: branch,
  });
  if (branch !== undefined && repository.defaultBranch !== branch)
    warnings.push(`the default branch is ${repository.defaultBranch ?? "unknown"} instead of ${branch}`);
  if (item.topics) await setTopics(item.topics);
  if (item.archived) repository = await target.change(name, { archived: true });
  return { repository, warnings };

  async function setTopics(topics: readonly string[]): Promise<void> {
    try {
      await target.setTopics(name, topics.slice(0, GITHUB_LIMITS.topics));
    } catch (error) {
      if (!hasCode(error, "github-answer")) throw error;
      warnings.push(`the topics could not be set: ${error.message}`);
    }
  }
}

/** A repository of tags alone has none, and a name that is not UTF-8 cannot be said in JSON: GitHub keeps its choice then. */
function defaultBranchOf({ refs, head }: Pick<Rebuilt, "refs" | "head">): string | undefined {
  const name = refs.some((ref) => ref.name === head) ? defaultBranch(head) : undefined;
  return name?.includes("\\x") ? undefined : name;
}
