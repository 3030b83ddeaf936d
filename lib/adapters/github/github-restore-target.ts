import { AppError } from "@/lib/domain/errors";
import { type RepositoryName, repositoryName, splitRepositoryName } from "@/lib/domain/ids";
import type { GitAccess } from "@/lib/ports/code-host";
import type { CreatedRepository, RestoreTarget } from "@/lib/ports/restore-target";
import type { GitHubApp } from "./github-app";
import { githubError, hasStatus } from "./github-errors";

/** GitHub as the restore App sees it: creates repositories, and writes to those it created. */
export class GitHubRestoreTarget implements RestoreTarget {
  private readonly github: GitHubApp;
  private readonly installations = new Map<string, Promise<number>>();

  constructor(github: GitHubApp) {
    this.github = github;
  }

  async exists(name: RepositoryName): Promise<boolean> {
    const octokit = await this.octokitFor(name);
    try {
      await octokit.request("GET /repos/{owner}/{repo}", ownerAndRepo(name));
      return true;
    } catch (cause) {
      if (hasStatus(cause, 404)) return false;
      throw this.told(cause, `look for ${name}`);
    }
  }

  async create(name: RepositoryName, description: string | undefined): Promise<CreatedRepository> {
    const { organisation, repository } = splitRepositoryName(name);
    const octokit = await this.octokitFor(name);
    try {
      const { data } = await octokit.request("POST /orgs/{org}/repos", {
        org: organisation,
        name: repository,
        description,
        private: true,
        auto_init: false,
      });
      const created = {
        id: Number(data.id),
        name: repositoryName.parse(data.full_name),
        url: data.html_url,
        visibility: data.visibility ?? "private",
      };
      if (created.name !== name)
        throw new AppError("target-name-invalid", { name: `${repository} (GitHub made ${created.name} of it)` });
      return created;
    } catch (cause) {
      if (hasStatus(cause, 422) && /already exists/i.test(this.told(cause, "").message))
        throw new AppError("target-exists", { target: name }, { cause });
      throw this.told(cause, `create ${name}`);
    }
  }

  async disableActions(name: RepositoryName): Promise<boolean> {
    const octokit = await this.octokitFor(name);
    const route = "/repos/{owner}/{repo}/actions/permissions";
    try {
      await octokit.request(`PUT ${route}`, { ...ownerAndRepo(name), enabled: false });
      const { data } = await octokit.request(`GET ${route}`, ownerAndRepo(name));
      return data.enabled;
    } catch (cause) {
      throw this.told(cause, `switch Actions off for ${name}`);
    }
  }

  async setDefaultBranch(name: RepositoryName, branch: string): Promise<void> {
    const octokit = await this.octokitFor(name);
    try {
      await octokit.request("PATCH /repos/{owner}/{repo}", { ...ownerAndRepo(name), default_branch: branch });
    } catch (cause) {
      throw this.told(cause, `set the default branch of ${name}`);
    }
  }

  gitAccess(created: CreatedRepository): GitAccess {
    const access = async () =>
      this.github.gitAccess(
        await this.installationFor(created.name),
        { contents: "write", metadata: "read", workflows: "write" },
        [created.id],
      );
    return {
      url: (repository) => `${this.github.settings.serverUrl}/${repository}.git`,
      token: async (options) => (await access()).token(options),
    };
  }

  private async octokitFor(name: RepositoryName) {
    return this.github.app.getInstallationOctokit(await this.installationFor(name));
  }

  private installationFor(name: RepositoryName): Promise<number> {
    const { organisation } = splitRepositoryName(name);
    const known = this.installations.get(organisation);
    if (known) return known;
    const found = this.findInstallation(organisation);
    this.installations.set(organisation, found);
    // A failure is not remembered: the App may be installed meanwhile.
    found.catch(() => this.installations.delete(organisation));
    return found;
  }

  private async findInstallation(organisation: string): Promise<number> {
    try {
      const { data } = await this.github.app.octokit.request("GET /orgs/{org}/installation", { org: organisation });
      return data.id;
    } catch (cause) {
      if (hasStatus(cause, 404))
        throw new AppError("app-not-installed", { app: this.github.settings.appId, organisation }, { cause });
      throw this.told(cause, `find the App's installation on ${organisation}`);
    }
  }

  private told(cause: unknown, action: string): AppError {
    return githubError(cause, action, this.github.settings.apiUrl);
  }
}

function ownerAndRepo(name: RepositoryName): { owner: string; repo: string } {
  const { organisation, repository } = splitRepositoryName(name);
  return { owner: organisation, repo: repository };
}
