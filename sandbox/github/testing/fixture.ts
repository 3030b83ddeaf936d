import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { App } from "@octokit/app";
import { Octokit } from "@octokit/core";
import type { GithubSeed } from "../seed";
import { type RunningGithub, startGithub } from "../server";

export const seed: GithubSeed = {
  organisations: [{ login: "acme", id: 50, name: "Acme, Inc." }],
  people: [
    { login: "alice", id: 1, name: "Alice <Admin>", email: "alice@acme.example", organisations: { acme: "admin" } },
    { login: "bob", id: 2, name: "Bob Operator", email: "bob@acme.example", organisations: { acme: "member" } },
    { login: "mallory", id: 3, name: "Mallory Outsider", email: "mallory@evil.example", organisations: {} },
  ],
  teams: [{ organisation: "acme", slug: "operators", name: "Operators", members: ["bob"] }],
  apps: [
    {
      id: 7001,
      slug: "holdfast-backup",
      name: "Holdfast backup",
      permissions: { contents: "read", metadata: "read", members: "read" },
      installations: [{ id: 900, account: "acme", repositories: "all" }],
    },
    {
      id: 7002,
      slug: "holdfast-restore",
      name: "Holdfast restore",
      permissions: { contents: "write", administration: "write", workflows: "write" },
      installations: [{ id: 901, account: "acme", repositories: "all" }],
    },
  ],
  oauthApps: [{ clientId: "console", clientSecret: "a-secret", name: "Holdfast" }],
};

export interface Fixture {
  github: RunningGithub;
  dataDir: string;
  /** Moves the stand-in's clock. */
  advance(seconds: number): void;
  app(slug: string): App;
  /** A token of `acme`'s installation of the App. */
  token(slug: string, narrowing?: Record<string, unknown>): Promise<string>;
  /** One request to the REST API, redirects not followed. */
  rest(
    method: string,
    path: string,
    options?: { token?: string; body?: unknown; headers?: Record<string, string> },
  ): Promise<RestAnswer>;
  /** One request to `/_sandbox/<path>`. */
  admin(path: string, body: unknown): Promise<Record<string, unknown>>;
  restart(): Promise<void>;
  close(): Promise<void>;
}

export interface RestAnswer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks into whatever came back
  body: any;
}

export async function startFixture(seeded: GithubSeed = seed): Promise<Fixture> {
  const dataDir = await mkdtemp(path.join(tmpdir(), "github-"));
  let skew = 0;
  const start = () => startGithub({ dataDir, port: 0, seed: seeded, now: () => new Date(Date.now() + skew) });
  const fixture: Fixture = {
    github: await start(),
    dataDir,
    advance: (seconds) => {
      skew += seconds * 1000;
    },
    app(slug) {
      const { id } = seeded.apps.find((each) => each.slug === slug) ?? { id: 0 };
      // Core's Octokit with another base URL and no retries of its own: failures are to be seen at once.
      const Client = Octokit.defaults({ baseUrl: fixture.github.apiUrl });
      return new App({ appId: id, privateKey: fixture.github.appKey(slug), Octokit: Client });
    },
    async token(slug, narrowing = {}) {
      const installation = seeded.apps.find((each) => each.slug === slug)?.installations[0]?.id ?? 0;
      const { data } = await fixture
        .app(slug)
        .octokit.request("POST /app/installations/{installation_id}/access_tokens", {
          installation_id: installation,
          ...narrowing,
        });
      return data.token;
    },
    rest: (method, resource, options = {}) => rest(fixture.github.apiUrl, method, resource, options),
    async admin(resource, body) {
      const answer = await fetch(`${fixture.github.url}/_sandbox/${resource}`, {
        method: "POST",
        body: JSON.stringify(body),
      });
      const value = (await answer.json()) as Record<string, unknown>;
      if (!answer.ok) throw new Error(`POST /_sandbox/${resource}: ${JSON.stringify(value)}`);
      return value;
    },
    async restart() {
      await fixture.github.close();
      fixture.github = await start();
    },
    async close() {
      await fixture.github.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
  return fixture;
}

async function rest(
  apiUrl: string,
  method: string,
  resource: string,
  { token, body, headers = {} }: { token?: string; body?: unknown; headers?: Record<string, string> },
): Promise<RestAnswer> {
  const answer = await fetch(`${apiUrl}${resource}`, {
    method,
    redirect: "manual",
    headers: { ...(token ? { authorization: `Bearer ${token}` } : {}), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text ? JSON.parse(text) : undefined };
}

export interface GitResult {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs the real git as a stranger to this machine's configuration, with `token` as the password when given. */
export async function git(directory: string, args: string[], token?: string): Promise<GitResult> {
  const header = token && `Authorization: Basic ${Buffer.from(`x-access-token:${token}`).toString("base64")}`;
  const config = [
    ["user.name", "Test"],
    ["user.email", "test@example.com"],
    ["init.defaultBranch", "main"],
    ...(header ? [["http.extraHeader", header]] : []),
  ];
  const env = {
    PATH: process.env.PATH,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_TERMINAL_PROMPT: "0",
    LC_ALL: "C",
    GIT_CONFIG_COUNT: String(config.length),
    ...Object.fromEntries(
      config.flatMap(([name, value], at) => [
        [`GIT_CONFIG_KEY_${at}`, name],
        [`GIT_CONFIG_VALUE_${at}`, value],
      ]),
    ),
  } as unknown as NodeJS.ProcessEnv;
  try {
    const { stdout, stderr } = await promisify(execFile)("git", args, { cwd: directory, env, maxBuffer: 64 << 20 });
    return { code: 0, stdout, stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, stdout, stderr };
  }
}

/** A working copy with `files` in one commit on `branch`. */
export async function commitFiles(directory: string, files: Record<string, string>, branch = "main"): Promise<string> {
  await mkdir(directory, { recursive: true });
  await git(directory, ["init", "--quiet", `--initial-branch=${branch}`]);
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(directory, name)), { recursive: true });
    await writeFile(path.join(directory, name), content);
  }
  await git(directory, ["add", "--all"]);
  await git(directory, ["commit", "--quiet", "--message", `add ${Object.keys(files).join(", ")}`]);
  return (await git(directory, ["rev-parse", "HEAD"])).stdout.trim();
}
