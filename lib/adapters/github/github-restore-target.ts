import { AppError } from "@/lib/domain/errors";
import { type RepositoryName, splitRepositoryName } from "@/lib/domain/ids";
import { repositoryName } from "@/lib/domain/ids-schema";
import type { OrganisationFacts } from "@/lib/domain/preflight-facts";
import type { GitAccess } from "@/lib/ports/code-host";
import type { FoundRepository, RepositorySettings, RestoreTarget } from "@/lib/ports/restore-target";
import type { GitHubApp } from "./github-app";
import { githubError, hasStatus } from "./github-errors";
import { type FoundInstallation, type RestClient, readOrganisation } from "./read-organisation";
import type { WritePace } from "./write-pace";

/** What is used of GitHub's repository; `permissions` of the schema and more are not. */
interface RawRepository {
  id: number;
  full_name: string;
  html_url: string;
  private: boolean;
  visibility?: string;
  archived?: boolean;
  description: string | null;
  default_branch?: string;
}

const REPOSITORY = "/repos/{owner}/{repo}";
const ACTIONS = `${REPOSITORY}/actions/permissions`;

/** GitHub as the restore App sees it: creates repositories, and writes to those it created. */
export class GitHubRestoreTarget implements RestoreTarget {
  readonly app: string;
  private readonly github: GitHubApp;
  /** Absent where GitHub's own limits do not hold. */
  private readonly pace?: WritePace;
  private readonly installations = new Map<string, Promise<FoundInstallation>>();

  constructor(github: GitHubApp, pace?: WritePace) {
    this.github = github;
    this.pace = pace;
    this.app = String(github.settings.appId);
  }

  find(name: RepositoryName): Promise<FoundRepository | undefined> {
    return this.ask(name, `look for ${name}`, async (octokit) =>
      unlessMissing(async () => asFound((await octokit.request(`GET ${REPOSITORY}`, ownerAndRepo(name))).data)),
    );
  }

  findById(id: number, near: RepositoryName): Promise<FoundRepository | undefined> {
    // Where GitHub itself leads a former name to; it is stable, though its reference does not list it.
    return this.ask(near, `look for repository ${id}`, async (octokit) =>
      unlessMissing(async () => asFound((await octokit.request("GET /repositories/{id}", { id })).data)),
    );
  }

  async hasBranch(name: RepositoryName, branch: string): Promise<boolean> {
    const path = Buffer.from(branch, "latin1").toString("utf8").split("/").map(encodeURIComponent).join("/");
    const found = await this.ask(name, `look for a branch of ${name}`, async (octokit) =>
      unlessMissing(() => octokit.request(`GET ${REPOSITORY}/git/ref/heads/${path}`, ownerAndRepo(name))),
    );
    return found !== undefined;
  }

  async organisation(login: string): Promise<OrganisationFacts> {
    const installation = await this.installationOf(login).catch((error: unknown) => {
      if (error instanceof AppError && error.code === "app-not-installed") return undefined;
      throw error;
    });
    const octokit = installation && !installation.suspended ? this.client(installation.id) : undefined;
    return readOrganisation(login, installation, octokit, this.github.settings.apiUrl);
  }

  create(name: RepositoryName, description?: string): Promise<FoundRepository> {
    const { organisation, repository } = splitRepositoryName(name);
    return this.ask(name, `create ${name}`, async (octokit) => {
      await this.pace?.turn("creation");
      try {
        const wanted = { org: organisation, name: repository, description, private: true, auto_init: false };
        const created = asFound((await octokit.request("POST /orgs/{org}/repos", wanted)).data);
        if (created.name.toLowerCase() === name.toLowerCase()) return created;
        throw new AppError("target-name-invalid", { name: `${repository} (GitHub made ${created.name} of it)` });
      } catch (cause) {
        if (hasStatus(cause, 422) && /already exists/i.test(this.told(cause, "").message))
          throw new AppError("target-exists", { target: name }, { cause });
        throw cause;
      }
    });
  }

  setActions(name: RepositoryName, enabled: boolean): Promise<boolean> {
    return this.ask(name, `switch Actions ${enabled ? "on" : "off"} for ${name}`, async (octokit) => {
      await this.pace?.turn("write");
      await octokit.request(`PUT ${ACTIONS}`, { ...ownerAndRepo(name), enabled });
      return this.actionsEnabled(name);
    });
  }

  actionsEnabled(name: RepositoryName): Promise<boolean> {
    return this.ask(name, `ask whether Actions are on for ${name}`, async (octokit) => {
      const { data } = await octokit.request(`GET ${ACTIONS}`, ownerAndRepo(name));
      return (data as { enabled: boolean }).enabled;
    });
  }

  change(name: RepositoryName, settings: RepositorySettings): Promise<FoundRepository> {
    const { defaultBranch, ...same } = settings;
    return this.ask(name, `change the settings of ${name}`, async (octokit) => {
      await this.pace?.turn("write");
      const wanted = { ...ownerAndRepo(name), ...same, default_branch: defaultBranch };
      return asFound((await octokit.request(`PATCH ${REPOSITORY}`, wanted)).data);
    });
  }

  setTopics(name: RepositoryName, topics: readonly string[]): Promise<void> {
    return this.ask(name, `set the topics of ${name}`, async (octokit) => {
      await this.pace?.turn("write");
      await octokit.request(`PUT ${REPOSITORY}/topics`, { ...ownerAndRepo(name), names: [...topics] });
    });
  }

  remove(name: RepositoryName): Promise<void> {
    return this.ask(name, `delete ${name}`, async (octokit) => {
      await this.pace?.turn("write");
      await octokit.request(`DELETE ${REPOSITORY}`, ownerAndRepo(name));
    });
  }

  async gitAccess({ id, name }: Pick<FoundRepository, "id" | "name">): Promise<GitAccess> {
    const { id: installation } = await this.installationOf(splitRepositoryName(name).organisation);
    const permissions = { contents: "write", metadata: "read", workflows: "write" } as const;
    return this.github.gitAccess(installation, permissions, [id]);
  }

  /** A client of the installation on the name's organisation; failures come out in our words. */
  private async ask<T>(name: RepositoryName, action: string, call: (octokit: RestClient) => Promise<T>): Promise<T> {
    const { id } = await this.installationOf(splitRepositoryName(name).organisation);
    try {
      return await call(this.client(id));
    } catch (cause) {
      throw this.told(cause, action);
    }
  }

  private client(installation: number): RestClient {
    return this.github.client(installation, this.github.gitAccess(installation)) as RestClient;
  }

  private installationOf(organisation: string): Promise<FoundInstallation> {
    const key = organisation.toLowerCase();
    const known = this.installations.get(key);
    if (known) return known;
    const found = this.findInstallation(organisation);
    this.installations.set(key, found);
    // A failure is not remembered: the App may be installed meanwhile.
    found.catch(() => this.installations.delete(key));
    return found;
  }

  private async findInstallation(organisation: string): Promise<FoundInstallation> {
    try {
      const { data } = await this.github.app.octokit.request("GET /orgs/{org}/installation", { org: organisation });
      const permissions = data.permissions as Record<string, string>;
      return { id: data.id, suspended: Boolean(data.suspended_at), permissions };
    } catch (cause) {
      if (hasStatus(cause, 404)) throw new AppError("app-not-installed", { app: this.app, organisation }, { cause });
      throw this.told(cause, `find the App's installation on ${organisation}`);
    }
  }

  private told(cause: unknown, action: string): AppError {
    return githubError(cause, action, this.github.settings.apiUrl);
  }
}

async function unlessMissing<T>(call: () => Promise<T>): Promise<T | undefined> {
  try {
    return await call();
  } catch (cause) {
    // 409: a repository without any commit has no branches to look for.
    if (hasStatus(cause, 404) || hasStatus(cause, 409)) return undefined;
    throw cause;
  }
}

function asFound(data: unknown): FoundRepository {
  const raw = data as RawRepository;
  return {
    id: Number(raw.id),
    name: repositoryName.parse(raw.full_name),
    url: raw.html_url,
    visibility: raw.visibility ?? (raw.private ? "private" : "public"),
    archived: raw.archived ?? false,
    description: raw.description ?? undefined,
    defaultBranch: raw.default_branch,
  };
}

function ownerAndRepo(name: RepositoryName): { owner: string; repo: string } {
  const { organisation, repository } = splitRepositoryName(name);
  return { owner: organisation, repo: repository };
}
