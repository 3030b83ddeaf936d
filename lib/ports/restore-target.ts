import type { RepositoryName } from "@/lib/domain/ids";
import type { GitAccess } from "./code-host";

export interface CreatedRepository {
  id: number;
  name: RepositoryName;
  url: string;
  visibility: string;
}

/** GitHub as the restore App sees it: it creates new repositories and writes to those alone. */
export interface RestoreTarget {
  /** Whether a repository of that name exists; a redirect from a renamed one counts. @throws AppError app-not-installed */
  exists(name: RepositoryName): Promise<boolean>;

  /** Creates it private and empty. @throws AppError target-exists, github-forbidden, target-name-invalid */
  create(name: RepositoryName, description: string | undefined): Promise<CreatedRepository>;

  /** Switches GitHub Actions off and reads it back. Returns whether Actions are enabled now. */
  disableActions(name: RepositoryName): Promise<boolean>;

  setDefaultBranch(name: RepositoryName, branch: string): Promise<void>;

  /** Tokens narrowed to the one repository. */
  gitAccess(created: CreatedRepository): GitAccess;
}
