import { z } from "zod";
import { repositoryName } from "@/lib/domain/ids-schema";
import type { HostedRepository, Installation } from "@/lib/ports/code-host";

/** What only describes a repository, and is of another kind than it should be, is left out: its content is what matters. */
const word = z.string().nullish().catch(undefined);
const flag = z.boolean().catch(false);

/** Of GitHub's repository: what is kept of it. The name becomes a part of keys, the id tells repositories apart. */
const listed = z.object({
  id: z.number().int().positive(),
  full_name: repositoryName,
  default_branch: word,
  visibility: word,
  private: flag,
  archived: flag,
  disabled: flag,
  fork: flag,
  description: word,
  homepage: word,
  topics: z.array(z.string()).nullish().catch(undefined),
  pushed_at: word,
  size: z.number().nonnegative().catch(0),
});

/** A repository as GitHub lists it; undefined where it has no id, or a name that no repository can have. */
export function readListed(value: unknown, installation: Installation): HostedRepository | undefined {
  const found = listed.safeParse(value).data;
  if (!found) return undefined;
  return {
    id: found.id,
    name: found.full_name,
    installation,
    defaultBranch: found.default_branch ?? undefined,
    visibility: found.visibility ?? (found.private ? "private" : "public"),
    archived: found.archived,
    disabled: found.disabled,
    fork: found.fork,
    description: found.description ?? undefined,
    homepage: found.homepage || undefined,
    topics: found.topics?.length ? found.topics : undefined,
    pushedAt: found.pushed_at ?? undefined,
    sizeKib: found.size,
  };
}

/** How a listed value calls itself, for a message: short, and on one line. */
export function namedAs(value: unknown): string {
  const name = typeof value === "object" && value !== null && "full_name" in value ? value.full_name : undefined;
  return JSON.stringify(name ?? null).slice(0, 100);
}
