import { repositoryName } from "@/lib/domain/ids";
import type { CodeHost, GitAccess, HostedRepository, Installation } from "@/lib/ports/code-host";
import type { GitHubApp } from "./github-app";
import { githubError } from "./github-errors";

/** GitHub as the backup App sees it. */
export class GitHubCodeHost implements CodeHost {
  private readonly github: GitHubApp;

  constructor(github: GitHubApp) {
    this.github = github;
  }

  async listInstallations(): Promise<Installation[]> {
    const installations: Installation[] = [];
    try {
      for await (const { installation } of this.github.app.eachInstallation.iterator()) {
        const { id, account } = installation;
        installations.push({
          id,
          account: account && "login" in account ? account.login : String(id),
        });
      }
    } catch (cause) {
      throw githubError(cause, "list the App's installations", this.github.settings.apiUrl);
    }
    return installations;
  }

  async *listRepositories(installation: Installation): AsyncIterable<HostedRepository> {
    try {
      for await (const { repository } of this.github.app.eachRepository.iterator({ installationId: installation.id })) {
        yield {
          id: Number(repository.id),
          name: repositoryName.parse(repository.full_name),
          installation,
          defaultBranch: repository.default_branch,
          visibility: repository.visibility ?? (repository.private ? "private" : "public"),
          archived: repository.archived,
          disabled: repository.disabled,
          fork: repository.fork,
          description: repository.description ?? undefined,
          pushedAt: repository.pushed_at ?? undefined,
          sizeKib: repository.size,
        };
      }
    } catch (cause) {
      throw githubError(cause, `list the repositories of ${installation.account}`, this.github.settings.apiUrl);
    }
  }

  gitAccess(installation: Installation): GitAccess {
    return this.github.gitAccess(installation.id, { contents: "read", metadata: "read" });
  }
}
