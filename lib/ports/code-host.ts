import type { RepositoryName } from "@/lib/domain/ids";

export interface Installation {
  id: number;
  /** The organisation or user the App is installed on. */
  account: string;
}

export interface HostedRepository {
  id: number;
  name: RepositoryName;
  installation: Installation;
  defaultBranch?: string;
  visibility: string;
  archived: boolean;
  disabled: boolean;
  fork: boolean;
  description?: string;
  pushedAt?: string;
  /** As GitHub estimates it; used for ordering only. */
  sizeKib: number;
}

/** GitHub as the backup App sees it: reading only. */
export interface CodeHost {
  /** @throws AppError github-credentials, github-unreachable */
  listInstallations(): Promise<Installation[]>;

  /** Follows every page; a repository may come twice when the list moves meanwhile, the caller de-duplicates by id. */
  listRepositories(installation: Installation): AsyncIterable<HostedRepository>;

  /** How git reaches the repositories of an installation. */
  gitAccess(installation: Installation): GitAccess;
}

export interface GitAccess {
  /** Clone URL without credentials. */
  url(repository: RepositoryName): string;

  /** A token for HTTP Basic (user `x-access-token`) that is good for minutes at least. `renew` after a 401. Never log it. */
  token(options?: { renew?: boolean }): Promise<string>;
}
