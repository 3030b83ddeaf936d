import { type RepositoryName, repositoryName, splitRepositoryName } from "./ids";

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
    if (!existing.has(candidate.toLowerCase())) return repositoryName.parse(candidate);
  }
}
