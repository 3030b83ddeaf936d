import { randomBytes } from "node:crypto";
import { access, mkdir, rm } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import path from "node:path";
import { nameOf } from "../callers";
import type { Github } from "../github";
import { readRefsStamp } from "../repository-disk";
import type { Repository } from "../state";
import { authorizeGit, type GitService, type GitTarget, type GitVerdict } from "./git-access";
import { gitEnvironment } from "./git-process";
import { pushConfig, writeHooks } from "./hooks";
import { type Backends, openBackends } from "./http-backend";

/** Room for the wants and haves of a repository with hundreds of thousands of refs; git's own default is 10 MB. */
const LARGEST_NEGOTIATION = 256 * 1024 * 1024;

const URL_FORM = /^\/([^/]+)\/([^/]+?)(?:\.git)?\/(info\/refs|git-upload-pack|git-receive-pack)$/;

export interface GitRequest extends GitTarget {
  /** What faults call it. */
  operation: "info-refs" | "upload-pack" | "receive-pack";
  endpoint: "info/refs" | GitService;
}

/** The git request that a URL is; undefined when it is none. The dumb protocol is none, as at GitHub. */
export function gitRequest(url: URL): GitRequest | undefined {
  const [, organisation = "", name = "", endpoint] = URL_FORM.exec(decodeURIComponent(url.pathname)) ?? [];
  const service = endpoint === "info/refs" ? url.searchParams.get("service") : endpoint;
  if (service !== "git-upload-pack" && service !== "git-receive-pack") return undefined;
  if (endpoint === "info/refs") return { organisation, name, service, endpoint, operation: "info-refs" };
  const operation = service === "git-upload-pack" ? "upload-pack" : "receive-pack";
  return { organisation, name, service, endpoint: service, operation };
}

/** Git over HTTP: git itself behind the check of the token. */
export class GitServer {
  private readonly github: Github;
  private readonly root: string;
  private readonly hooks: string;
  private readonly backends: Backends;

  private constructor(github: Github, root: string, hooks: string, backends: Backends) {
    this.github = github;
    this.root = root;
    this.hooks = hooks;
    this.backends = backends;
  }

  static async open(github: Github, root: string): Promise<GitServer> {
    return new GitServer(github, root, await writeHooks(root), await openBackends());
  }

  async serve(request: GitRequest, req: IncomingMessage, res: ServerResponse, url: URL): Promise<void> {
    const verdict = authorizeGit(this.github, request, req.headers.authorization);
    if (verdict.kind === "refused") return refuse(res, verdict.status, verdict.message);
    if (verdict.kind === "moved") {
      res.writeHead(301, { location: `${this.github.webUrl}/${verdict.to}/${request.endpoint}${url.search}` });
      res.end();
      return;
    }
    // A wiki exists once somebody wrote its first page, whatever the repository's settings say.
    if (!(await exists(verdict.directory))) return refuse(res, 404, "Repository not found.");
    const { directory } = verdict;
    const pushing = request.endpoint === "git-receive-pack";
    const note = path.join(this.root, ".workshop", `push-${randomBytes(8).toString("hex")}`);
    if (pushing) await mkdir(path.dirname(note), { recursive: true });
    const environment: NodeJS.ProcessEnv = {
      ...gitEnvironment(this.configFor(request, verdict)),
      GIT_PROJECT_ROOT: path.dirname(directory),
      GIT_HTTP_EXPORT_ALL: "1",
      GIT_HTTP_MAX_REQUEST_BUFFER: String(LARGEST_NEGOTIATION),
      PATH_INFO: `/${path.basename(directory)}/${request.endpoint}`,
      QUERY_STRING: url.search.slice(1),
      REMOTE_USER: nameOf(verdict.caller),
      SANDBOX_PUSH_NOTE: note,
      SANDBOX_FILE_BYTES: String(this.github.limits.fileBytes),
      SANDBOX_PUSH_RESTRICTIONS: JSON.stringify(verdict.restrictions),
    };
    try {
      await this.backends.run({ directory, endpoint: request.endpoint, environment }, req, res);
    } finally {
      if (pushing && (await exists(note))) {
        await rm(note, { force: true });
        await this.recordPush(verdict.repository, directory);
      }
    }
  }

  /** Ends what is running. */
  close(): Promise<void> {
    return this.backends.close();
  }

  private configFor({ service }: GitRequest, { restrictions }: GitVerdict & { kind: "granted" }): [string, string][] {
    if (service === "git-receive-pack") {
      const { pushBytes, fsckPushes } = this.github.limits;
      return pushConfig(this.hooks, restrictions, { pushBytes, fsck: fsckPushes });
    }
    return [
      ["uploadpack.allowFilter", "true"],
      ["uploadpack.allowAnySHA1InWant", "true"],
    ];
  }

  private async recordPush(repository: Repository, directory: string): Promise<void> {
    repository.pushedAt = this.github.now().toISOString();
    repository.refsStamp = await readRefsStamp(directory);
    await this.github.save();
  }
}

function refuse(res: ServerResponse, status: number, message: string): void {
  res.writeHead(status, {
    "content-type": "text/plain; charset=utf-8",
    "content-length": Buffer.byteLength(message),
    ...(status === 401 ? { "www-authenticate": 'Basic realm="GitHub"' } : {}),
  });
  res.end(message);
}

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
