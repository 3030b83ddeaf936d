import { App } from "@octokit/app";
import { Octokit } from "@octokit/core";
import { VERSION } from "@/lib/domain/version";
import type { GitAccess } from "@/lib/ports/code-host";
import { githubError } from "./github-errors";

export interface GitHubAppSettings {
  appId: number;
  privateKey: string;
  /** REST address, e.g. https://api.github.com or https://HOST/api/v3. */
  apiUrl: string;
  /** Web and git address. */
  serverUrl: string;
}

/** Permissions a token is narrowed to; GitHub refuses more than the App has. */
type Permissions = Record<string, "read" | "write">;

/** GitHub cannot be reached: octokit gives the underlying network error no status. A silent server must not hang a run. */
const REQUEST_TIMEOUT_MS = 60_000;

/** octokit's App for any GitHub, and git tokens minted from it. One per App: the token caches must not mix. */
export class GitHubApp {
  readonly app: App;
  readonly settings: GitHubAppSettings;

  constructor(settings: GitHubAppSettings) {
    this.settings = settings;
    this.app = new App({
      appId: settings.appId,
      privateKey: settings.privateKey,
      Octokit: Octokit.defaults({
        baseUrl: settings.apiUrl,
        userAgent: `holdfast/${VERSION}`,
        request: {
          fetch: (url: string, init: RequestInit) =>
            fetch(url, { ...init, signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) }),
        },
      }),
      // octokit warns on its own otherwise; what matters comes back as an error and is told once.
      log: { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined },
    });
  }

  /** Git over HTTPS with an installation token, narrowed, cached below its hour, minted anew on demand. */
  gitAccess(installationId: number, permissions: Permissions, repositoryIds?: number[]): GitAccess {
    return {
      url: (repository) => `${this.settings.serverUrl}/${repository}.git`,
      token: async (options) => {
        try {
          const octokit = await this.app.getInstallationOctokit(installationId);
          const answer = (await octokit.auth({
            type: "installation",
            permissions,
            repositoryIds,
            refresh: options?.renew,
          })) as { token: string };
          return answer.token;
        } catch (cause) {
          throw githubError(cause, "mint an installation token", this.settings.apiUrl);
        }
      },
    };
  }
}
