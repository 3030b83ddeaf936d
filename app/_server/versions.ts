import "server-only";
import { VERSION } from "@/lib/domain/version";
import type { OwnVersions } from "@/lib/domain/versions";
import type { GitRepositories } from "@/lib/ports/git-repositories";
import { CATALOGUE_VERSION } from "./catalogue";

/** Of this process, and of the git that it looks into backups with. */
export const ownVersions = async (repositories: GitRepositories): Promise<OwnVersions> => ({
  console: VERSION,
  node: process.version,
  catalogue: CATALOGUE_VERSION,
  sqlite: process.versions.sqlite,
  git: await repositories.version(),
});
