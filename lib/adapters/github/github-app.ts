import { App } from "@octokit/app";
import { Octokit } from "@octokit/core";
import type { HostTraffic } from "@/lib/domain/host-traffic";
import { VERSION } from "@/lib/domain/version";
import type { GitAccess, HostOptions } from "@/lib/ports/code-host";
import type { KeySigner } from "@/lib/ports/key-signer";
import { sameServerFetch } from "../shared/same-server-fetch";
import { createAppJwt } from "./app-jwt";
import { appPrivateKey } from "./app-private-key";
import { githubError, hasStatus } from "./github-errors";
import { InstallationTokens, type MintedToken, type Permissions, type TokenScope } from "./installation-tokens";
import { makePatient } from "./patient-requests";
import { RequestGate } from "./request-gate";

export interface GitHubAppSettings {
  appId: number;
  /** The App's private key in PEM, or who signs with it. */
  key: string | KeySigner;
  /** REST address, e.g. https://api.github.com or https://HOST/api/v3. */
  apiUrl: string;
  /** Web and git address. */
  serverUrl: string;
}

/** The App's own calls: its installations, and the minting of tokens. */
const THE_APP = 0;

/** octokit's own way to have JWTs made elsewhere; its App has no option of its own for it, and hands the key's on. */
const signing = (Base: typeof Octokit, signer: KeySigner) =>
  Base.defaults(({ auth, ...options }: { auth?: object }) => ({
    ...options,
    auth: { ...auth, privateKey: undefined, createJwt: createAppJwt(signer) },
  }));

/**
 * octokit's App for any GitHub, and what its installations share: a gate each, and tokens minted from it. One per App:
 * the tokens must not mix.
 */
export class GitHubApp {
  readonly app: App;
  readonly settings: GitHubAppSettings;
  private readonly options: HostOptions;
  private readonly plain: typeof Octokit;
  private readonly gates = new Map<number, RequestGate>();
  private readonly tokens = new InstallationTokens((scope) => this.mint(scope));

  constructor(settings: GitHubAppSettings, options: HostOptions = {}) {
    this.settings = settings;
    this.options = options;
    // octokit warns on its own otherwise; what matters comes back as an error and is told once.
    const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
    this.plain = Octokit.defaults({
      baseUrl: settings.apiUrl,
      userAgent: `holdfast/${VERSION}`,
      log: silent,
      request: { fetch: sameServerFetch(options.signal) },
    });
    const patient = (octokit: Octokit, { auth }: { auth?: { installationId?: number } }) => {
      this.makePatient(octokit, this.gate(auth?.installationId ?? THE_APP));
    };
    const { appId, key } = settings;
    this.app =
      typeof key === "string"
        ? new App({ appId, privateKey: appPrivateKey(key), Octokit: this.plain.plugin(patient), log: silent })
        : new App({ appId, privateKey: "", Octokit: signing(this.plain.plugin(patient), key), log: silent });
  }

  /** What all requests for an installation pass. `account` names it in what is told. */
  gate(installationId: number, account?: string): RequestGate {
    const known = this.gates.get(installationId);
    if (known) return known;
    const name = account ?? (installationId === THE_APP ? "the App" : `installation ${installationId}`);
    const gate = new RequestGate(name, this.options);
    this.gates.set(installationId, gate);
    return gate;
  }

  /** A client whose calls get the token of `access`, another one after a 401 (nothing was done then), and pass the gate. */
  client(installationId: number, access: Pick<GitAccess, "token">): Octokit {
    const octokit = new this.plain();
    this.makePatient(octokit, this.gate(installationId));
    octokit.hook.wrap("request", async (request, options) => {
      let refused: string | undefined;
      for (;;) {
        const token = await access.token({ refused });
        // Into these very options: the hooks within get them, whatever is handed on.
        options.headers.authorization = `token ${token}`;
        try {
          return await request(options);
        } catch (cause) {
          if (refused !== undefined || !hasStatus(cause, 401)) throw cause;
          refused = token;
        }
      }
    });
    return octokit;
  }

  /**
   * Git over HTTPS with an installation token, shared by all who ask for the same: narrowed to these permissions and
   * repositories, or with all that the installation has.
   */
  gitAccess(installationId: number, permissions?: Permissions, repositoryIds?: number[]): GitAccess {
    const scope: TokenScope = { installationId, permissions, repositoryIds };
    return {
      url: (repository) => `${this.settings.serverUrl}/${repository}.git`,
      token: (options) => this.tokens.get(scope, options?.refused),
      gate: this.gate(installationId),
    };
  }

  traffic(): HostTraffic {
    const gates = [...this.gates.entries()];
    const sum = (count: (gate: RequestGate) => number) => gates.reduce((total, [, gate]) => total + count(gate), 0);
    return {
      git_requests: sum((gate) => gate.requests.git),
      rest_requests: sum((gate) => gate.requests.rest),
      refusals: sum((gate) => gate.refusals),
      // The App's own calls are counted apart by GitHub, and nobody runs out of them.
      budgets: gates.flatMap(([id, { account, budget }]) => (id !== THE_APP && budget ? [{ account, ...budget }] : [])),
    };
  }

  private makePatient(octokit: Octokit, gate: RequestGate): void {
    makePatient(octokit, gate, this.options, this.settings.apiUrl);
  }

  private async mint({ installationId, permissions, repositoryIds }: TokenScope): Promise<MintedToken> {
    try {
      const { data, headers } = await this.app.octokit.request(
        "POST /app/installations/{installation_id}/access_tokens",
        { installation_id: installationId, permissions, repository_ids: repositoryIds },
      );
      // By GitHub's clock, for ours may be wrong.
      const minted = Date.parse(headers.date ?? "") || Date.now();
      return { token: data.token, lifetimeMs: Date.parse(data.expires_at) - minted };
    } catch (cause) {
      throw githubError(cause, "mint an installation token", this.settings.apiUrl);
    }
  }
}
