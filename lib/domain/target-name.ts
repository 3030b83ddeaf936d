// Names of restored repositories: what GitHub makes of a name, and how a batch gets its names.
import { AppError, type Problem, problemOf } from "./errors";
import { GITHUB_LIMITS } from "./github-limits";
import { asRepositoryName, type RepositoryName, type SnapshotId, splitRepositoryName } from "./ids";
import type { Naming } from "./restore-request";

/**
 * The name GitHub gives to a repository that is asked for as `wanted`: other characters than letters, digits, `.`, `_` and
 * `-` become a `-`. Undefined when it refuses the name.
 */
export function hostName(wanted: string): string | undefined {
  const name = wanted.trim().replace(/[^A-Za-z0-9._-]+/g, "-");
  if (name === "" || name === "." || name === ".." || name.length > GITHUB_LIMITS.nameCharacters) return undefined;
  return /\.(git|wiki)$/i.test(name) ? undefined : name;
}

/** @throws AppError target-name-invalid */
export function checkTargetName(target: RepositoryName): void {
  const { repository } = splitRepositoryName(target);
  if (hostName(repository) !== repository) throw new AppError("target-name-invalid", { name: repository });
}

export interface NamedTarget {
  target: RepositoryName;
  /** What was asked for, where GitHub makes another name of it. */
  asked?: string;
}

/** The name of one repository of a batch. @throws AppError target-name-invalid */
export function targetNameFor(repository: RepositoryName, rule: Naming, snapshot: SnapshotId): NamedTarget {
  const { organisation, repository: name } = splitRepositoryName(repository);
  const dated = (text: string) => text.replaceAll("{date}", snapshot.slice(0, 10));
  const asked = `${dated(rule.prefix)}${name}${dated(rule.suffix)}`;
  const made = hostName(asked);
  const target = made && asRepositoryName(`${rule.organisation ?? organisation}/${made}`);
  if (!made || !target) throw new AppError("target-name-invalid", { name: asked });
  return made === asked ? { target } : { target, asked };
}

export type Named = { repository: RepositoryName } & (NamedTarget | { target?: RepositoryName; problem: Problem });

/**
 * The targets of a batch. A name GitHub refuses, one that another of them has already, and one that exists are refused
 * each with its reason; the others keep theirs. `existing` holds full names in lower case.
 */
export function nameTargets(
  repositories: readonly RepositoryName[],
  rule: Naming,
  snapshot: SnapshotId,
  existing: ReadonlySet<string>,
): Named[] {
  const taken = new Map<string, RepositoryName>();
  return repositories.map((repository): Named => {
    try {
      const named = targetNameFor(repository, rule, snapshot);
      const key = named.target.toLowerCase();
      const other = taken.get(key);
      if (other) return refuse(named, new AppError("target-collides", { target: named.target, other }));
      taken.set(key, repository);
      if (existing.has(key)) return refuse(named, new AppError("target-exists", { target: named.target }));
      return { repository, ...named };
    } catch (error) {
      return { repository, problem: problemOf(error) };
    }
    function refuse({ target }: NamedTarget, error: AppError): Named {
      return { repository, target, problem: problemOf(error) };
    }
  });
}

/**
 * A free name for a restored repository: `<name>-restored`, then `-restored-2` and so on. `existing` holds lower-case
 * full names. A new name is suggested even where the old one is free, so that nothing that still uses the old name is
 * pointed at restored content by accident.
 */
export function suggestTarget(repository: RepositoryName, existing: ReadonlySet<string>): RepositoryName {
  const { organisation, repository: name } = splitRepositoryName(repository);
  const base = `${organisation}/${name.slice(0, 80)}-restored`;
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? base : `${base}-${number}`;
    if (!existing.has(candidate.toLowerCase())) return candidate as RepositoryName;
  }
}
