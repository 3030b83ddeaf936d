import { z } from "zod";
import type { Ancestry } from "@/lib/domain/anomaly";
import { AppError } from "@/lib/domain/errors";
import type { HostTraffic } from "@/lib/domain/host-traffic";
import type { NotVisible } from "@/lib/domain/not-visible";
import type { CodeHost, GitAccess, HostedRepository, Installation } from "@/lib/ports/code-host";
import { compareCommits } from "./compare-commits";
import type { GitHubApp } from "./github-app";
import { githubError } from "./github-errors";
import type { Permissions } from "./installation-tokens";
import { namedAs, readListed } from "./listed-repository";
import { pagedList } from "./paged-list";
import { readNotVisible } from "./read-not-visible";

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
        for (const each of listIn(page, "/app/installations")) installations.push(installed(each));
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
    const refused = new Set<string>();
    let promised = Number.POSITIVE_INFINITY;
    try {
      for (let listing = 1; listing <= LISTINGS && seen.size + refused.size < promised; listing++) {
        for await (const page of pagedList(get, apiUrl, path)) {
          const { total_count, repositories } = pageOf(page);
          promised = typeof total_count === "number" ? total_count : 0;
          for (const value of listIn(repositories, path)) {
            const repository = readListed(value, installation);
            if (!repository) {
              refused.add(namedAs(value));
              continue;
            }
            seen.add(repository.id);
            yield repository;
          }
        }
      }
      const [first] = refused;
      if (first) throw notWhole(path, `${refused.size} of it cannot be a repository, ${first} for one`);
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

/** What it has of an object's members; none where it is no object. */
const pageOf = (page: unknown): { total_count?: unknown; repositories?: unknown } =>
  typeof page === "object" && page !== null ? page : {};

const listedInstallation = z.looseObject({
  id: z.number().int().positive(),
  account: z.looseObject({ login: z.string() }).nullish().catch(undefined),
  suspended_at: z.string().nullish().catch(undefined),
  permissions: z.record(z.string(), z.unknown()).catch({}),
  repository_selection: z.unknown(),
  target_type: z.unknown(),
});

function installed(value: unknown): Installation {
  const found = listedInstallation.safeParse(value).data;
  if (!found) throw notWhole("/app/installations", "one of it has no id");
  const { id, account, suspended_at, permissions, repository_selection, target_type } = found;
  const granted = Object.entries(permissions).filter((each): each is [string, string] => typeof each[1] === "string");
  return {
    id,
    account: account?.login ?? String(id),
    suspendedAt: suspended_at ?? undefined,
    selected: repository_selection === "selected",
    organisation: target_type === "Organization",
    permissions: Object.fromEntries(granted),
  };
}

/** Anything but a list would otherwise pass for an empty one, and a repository without a backup for one that is gone. */
function listIn(value: unknown, path: string): unknown[] {
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
