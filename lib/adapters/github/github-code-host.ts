import type { components } from "@octokit/openapi-types";
import type { Ancestry } from "@/lib/domain/anomaly";
import { AppError } from "@/lib/domain/errors";
import type { HostTraffic } from "@/lib/domain/host-traffic";
import { repositoryName } from "@/lib/domain/ids";
import type { NotVisible } from "@/lib/domain/not-visible";
import type { CodeHost, GitAccess, HostedRepository, Installation } from "@/lib/ports/code-host";
import { compareCommits } from "./compare-commits";
import type { GitHubApp } from "./github-app";
import { githubError } from "./github-errors";
import type { Permissions } from "./installation-tokens";
import { pagedList } from "./paged-list";
import { readNotVisible } from "./read-not-visible";

type ListedInstallation = components["schemas"]["installation"];
type ListedRepository = components["schemas"]["repository"];

/** A list that is shorter than it says of itself may have moved between two pages: it is read once more. */
const LISTINGS = 2;

/** GitHub as the backup App sees it. */
export class GitHubCodeHost implements CodeHost {
  private readonly github: GitHubApp;

  constructor(github: GitHubApp) {
    this.github = github;
  }

  async listInstallations(): Promise<Installation[]> {
    const { app, settings } = this.github;
    const installations: Installation[] = [];
    try {
      const get = (url: string) => app.octokit.request({ method: "GET", url });
      for await (const page of pagedList(get, settings.apiUrl, "/app/installations")) {
        for (const each of listIn<ListedInstallation>(page, "/app/installations")) installations.push(installed(each));
      }
    } catch (cause) {
      throw githubError(cause, "list the App's installations", settings.apiUrl);
    }
    return installations;
  }

  async *listRepositories(installation: Installation): AsyncIterable<HostedRepository> {
    const { apiUrl } = this.github.settings;
    const path = "/installation/repositories";
    const client = this.github.client(installation.id, this.gitAccess(installation));
    const get = (url: string) => client.request({ method: "GET", url });
    const seen = new Set<number>();
    let promised = Number.POSITIVE_INFINITY;
    try {
      for (let listing = 1; listing <= LISTINGS && seen.size < promised; listing++) {
        for await (const page of pagedList(get, apiUrl, path)) {
          const { total_count, repositories } = page as { total_count?: number; repositories?: unknown };
          promised = total_count ?? 0;
          for (const repository of listIn<ListedRepository>(repositories, path)) {
            seen.add(Number(repository.id));
            yield hosted(repository, installation);
          }
        }
      }
      if (seen.size < promised) throw notWhole(path, `it has ${seen.size} of ${promised} repositories`);
    } catch (cause) {
      throw githubError(cause, `list the repositories of ${installation.account}`, apiUrl);
    }
  }

  compareCommits({ name, installation }: HostedRepository, base: string, head: string): Promise<Ancestry> {
    const client = this.github.client(installation.id, this.gitAccess(installation));
    const get = (url: string) => client.request({ method: "GET", url });
    return compareCommits(get, this.github.settings.apiUrl, name, base, head);
  }

  async notVisible(installation: Installation, visible: readonly HostedRepository[]): Promise<NotVisible | undefined> {
    const { account, selected, organisation, permissions } = installation;
    if (!selected || !organisation) return undefined;
    // The number of private ones is told to an App that may read the organisation's administration.
    const administration: Permissions = permissions?.organization_administration
      ? { organization_administration: "read" }
      : {};
    const access = this.github.gitAccess(installation.id, { ...administration, metadata: "read" });
    const client = this.github.client(installation.id, access);
    const get = (url: string) => client.request({ method: "GET", url });
    const { apiUrl } = this.github.settings;
    return readNotVisible(get, apiUrl, account, visible);
  }

  gitAccess(installation: Installation): GitAccess {
    // First here, so that what is told of its gate has the account's name.
    this.github.gate(installation.id, installation.account);
    return this.github.gitAccess(installation.id, { contents: "read", metadata: "read" });
  }

  traffic(): HostTraffic {
    return this.github.traffic();
  }
}

function installed(found: ListedInstallation): Installation {
  const { id, account, suspended_at, permissions, repository_selection, target_type } = found;
  return {
    id,
    account: account && "login" in account ? account.login : String(id),
    suspendedAt: suspended_at ?? undefined,
    selected: repository_selection === "selected",
    organisation: target_type === "Organization",
    permissions: Object.fromEntries(Object.entries(permissions).filter(([, level]) => typeof level === "string")),
  };
}

function hosted(repository: ListedRepository, installation: Installation): HostedRepository {
  return {
    id: Number(repository.id),
    name: repositoryName.parse(repository.full_name),
    installation,
    defaultBranch: repository.default_branch,
    visibility: repository.visibility ?? (repository.private ? "private" : "public"),
    archived: repository.archived,
    disabled: repository.disabled,
    fork: repository.fork,
    description: repository.description ?? undefined,
    homepage: repository.homepage || undefined,
    topics: repository.topics?.length ? repository.topics : undefined,
    pushedAt: repository.pushed_at ?? undefined,
    sizeKib: repository.size,
  };
}

/** Anything but a list would otherwise pass for an empty one, and a repository without a backup for one that is gone. */
function listIn<T>(value: unknown, path: string): T[] {
  if (Array.isArray(value)) return value;
  throw notWhole(path, "it is no list");
}

function notWhole(path: string, detail: string): AppError {
  return new AppError("github-answer", {
    status: 200,
    action: `GET ${path}`,
    detail: `the list is not whole: ${detail}`,
  });
}
