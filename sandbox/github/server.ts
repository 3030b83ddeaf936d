import { chmod, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import path from "node:path";
import { Faults } from "@/sandbox/shared/faults";
import { closeServer, listenOnLoopback } from "@/sandbox/shared/listen";
import { GitServer, gitRequest } from "./git/git-server";
import type { Github } from "./github";
import { defaultLimits } from "./limits";
import { OauthServer } from "./oauth/oauth-server";
import { RateLimits } from "./rate-limits";
import { Repositories } from "./repositories";
import { restOperation, serveRest } from "./rest/rest-server";
import { serveSandbox } from "./sandbox-routes";
import { applySeed, type GithubSeed } from "./seed";
import { StateFile } from "./state";
import { Tokens } from "./tokens";
import { serveWeb } from "./web/web-server";

const REST_BASE = "/api/v3";

export interface GithubOptions {
  /** State lies in `<dataDir>/github`, repositories in `<dataDir>/github/<organisation>/<repository>.git`. */
  dataDir: string;
  /** 0 picks a free one. */
  port: number;
  /**
   * Where REST has an address of its own, at its root, as at github.com and ghe.com. Without it REST is below `/api/v3`,
   * as on an Enterprise Server.
   */
  restPort?: number;
  seed: GithubSeed;
  now?: () => Date;
  log?: (line: string) => void;
}

export interface RunningGithub {
  /** Pages, sign-in and git. */
  url: string;
  /** REST: `<url>/api/v3`, or an address of its own. */
  apiUrl: string;
  /** The private key of an App, PEM. Throws when there is none of that slug. */
  appKey(slug: string): string;
  close(): Promise<void>;
}

/** Starts the GitHub stand-in on loopback. */
export async function startGithub(options: GithubOptions): Promise<RunningGithub> {
  const { dataDir, port, restPort, seed, now = () => new Date(), log = () => undefined } = options;
  const root = path.join(dataDir, "github");
  const file = await StateFile.open(root);
  const { value: state, save } = file;
  await applySeed(state, seed, now());
  const repositories = new Repositories({ root, state, save, now, log });
  await repositories.open();
  await save();
  await writeAppKeys(root, state.apps);

  const limits = defaultLimits();
  const github: Github = {
    state,
    save,
    repositories,
    tokens: new Tokens(state, save, now),
    limits,
    rateLimits: new RateLimits(limits, now),
    webUrl: "",
    apiUrl: "",
    now,
    log,
  };
  const git = await GitServer.open(github, root);
  const oauth = new OauthServer(github);
  const faults = new Faults();

  const open = (at: "web" | "rest") => {
    const server = createServer((req, res) => {
      serve(req, res, at).catch((error: unknown) => {
        log(`${req.method} ${req.url} failed: ${error instanceof Error ? error.stack : String(error)}`);
        if (res.headersSent) res.destroy();
        else res.writeHead(500, { "content-type": "text/plain" }).end("the sandbox failed; its log says why");
      });
    });
    // A push of gigabytes takes longer than node's five minutes.
    server.requestTimeout = 0;
    return server;
  };
  const server = open("web");
  const restServer = restPort === undefined ? undefined : open("rest");

  async function serve(req: IncomingMessage, res: ServerResponse, at: "web" | "rest"): Promise<void> {
    const url = URL.parse(req.url ?? "/", at === "web" ? github.webUrl : github.apiUrl);
    if (!url || !canDecode(url.pathname)) {
      res.writeHead(400, { "content-type": "text/plain" }).end("this is not an address");
      return;
    }
    if (await faults.handleAdmin(req, res)) return;
    if (url.pathname.startsWith("/_sandbox/")) return serveSandbox(github, req, res, url);
    const isRest = `${url.origin}${url.pathname}/`.startsWith(`${github.apiUrl}/`);
    const gitCall = isRest ? undefined : gitRequest(url);
    const operation = isRest ? restOperation(github, req.method ?? "GET", url) : gitCall?.operation;
    if ((await faults.intercept(req, res, operation)) === "handled") return;
    // A git request of a repository that is known meets its folder itself, or finds it gone.
    if (!gitCall || !repositories.find(gitCall.organisation, gitCall.name)) await repositories.refresh();
    if (isRest) return serveRest(github, req, res, url);
    if (gitCall) return git.serve(gitCall, req, res, url);
    if (await oauth.serve(req, res, url)) return;
    await serveWeb(github, res, url);
  }

  let closing: Promise<void> | undefined;
  github.webUrl = await listenOnLoopback(server, port, "GitHub");
  github.apiUrl = restServer
    ? await listenOnLoopback(restServer, restPort ?? 0, "GitHub's REST API")
    : `${github.webUrl}${REST_BASE}`;
  return {
    url: github.webUrl,
    apiUrl: github.apiUrl,
    appKey(slug) {
      const app = state.apps.find((each) => each.slug === slug);
      if (!app) throw new Error(`there is no App ${slug}; the seed names ${state.apps.map((each) => each.slug)}`);
      return app.privateKeyPem;
    },
    close() {
      closing ??= close();
      return closing;
    },
  };

  async function close(): Promise<void> {
    await closeServer(server);
    if (restServer) await closeServer(restServer);
    await git.close();
    await save();
  }
}

function canDecode(path: string): boolean {
  try {
    return decodeURIComponent(path) !== "";
  } catch {
    return false;
  }
}

/** The keys as files too, for the tools that want one: `<root>/<slug>.pem`, readable by their owner alone. */
async function writeAppKeys(root: string, apps: { slug: string; privateKeyPem: string }[]): Promise<void> {
  for (const { slug, privateKeyPem } of apps) {
    const key = path.join(root, `${slug}.pem`);
    await writeFile(key, privateKeyPem, { mode: 0o600 });
    await chmod(key, 0o600);
  }
}
