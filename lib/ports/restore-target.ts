import type { RepositoryName } from "@/lib/domain/ids";
import type { OrganisationFacts } from "@/lib/domain/preflight-facts";
import type { Visibility } from "@/lib/domain/restore-request";
import type { GitAccess } from "./code-host";

/** A repository on GitHub as it is now. */
export interface FoundRepository {
  id: number;
  name: RepositoryName;
  url: string;
  visibility: string;
  archived: boolean;
  description?: string;
  defaultBranch?: string;
}

export interface RepositorySettings {
  description?: string;
  homepage?: string;
  /** Has to exist. */
  defaultBranch?: string;
  visibility?: Visibility;
  archived?: boolean;
}

/** GitHub as the restore App sees it: it creates new repositories and writes to those alone. */
export interface RestoreTarget {
  /** The App's id, for messages. */
  readonly app: string;

  /**
   * The repository of that name, or the one that a former name leads to: compare its `name`. Undefined where there is none,
   * or the App may not see it.
   * @throws AppError app-not-installed, github-*
   */
  find(name: RepositoryName): Promise<FoundRepository | undefined>;

  /** By GitHub's id, whatever it is called now. `near`: any name of the same organisation. */
  findById(id: number, near: RepositoryName): Promise<FoundRepository | undefined>;

  /** Whether a branch is there; a byte string as in refs.ts. */
  hasBranch(name: RepositoryName, branch: string): Promise<boolean>;

  /** What bears on creating repositories there. What GitHub does not tell the App is left out. */
  organisation(login: string): Promise<OrganisationFacts>;

  /**
   * Creates it private and empty. An answer that was lost is `github-unreachable`, and then there may be one.
   * @throws AppError target-exists, target-name-invalid, github-*
   */
  create(name: RepositoryName, description?: string): Promise<FoundRepository>;

  /** Switches GitHub Actions on or off, and reads back whether they are on now. */
  setActions(name: RepositoryName, enabled: boolean): Promise<boolean>;

  /** Whether GitHub Actions are on. */
  actionsEnabled(name: RepositoryName): Promise<boolean>;

  /** @returns the repository as GitHub says it is now */
  change(name: RepositoryName, settings: RepositorySettings): Promise<FoundRepository>;

  setTopics(name: RepositoryName, topics: readonly string[]): Promise<void>;

  /** For good. The caller has made sure that it is ours. */
  remove(name: RepositoryName): Promise<void>;

  /** Tokens narrowed to the one repository. */
  gitAccess(repository: Pick<FoundRepository, "id" | "name">): Promise<GitAccess>;
}
