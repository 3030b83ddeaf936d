// GitHub's answers, or what stands between it and us: a repository, a page or an error of ours, and no address but GitHub's own
// is ever asked.
import { RequestError } from "@octokit/request-error";
import fc from "fast-check";
import { expect, test } from "vitest";
import { bundleKey, parseBackupKey } from "@/lib/domain/bucket-keys";
import { AppError } from "@/lib/domain/errors";
import { snapshotId } from "@/lib/domain/ids-schema";
import { parseJson } from "@/lib/domain/json";
import { manifestEntry } from "@/lib/domain/manifest";
import { hostileBytes } from "@/lib/testing/hostile-bytes";
import { hostileJson } from "@/lib/testing/hostile-json";
import { githubError } from "./github-errors";
import { readListed } from "./listed-repository";
import { pagedList } from "./paged-list";
import { readNotVisible } from "./read-not-visible";

const API = "https://api.github.com";
const installation = { id: 1, account: "acme" };
const snapshot = snapshotId.parse("2026-11-01");
const LISTED = JSON.stringify({
  id: 7,
  full_name: "acme/web",
  default_branch: "main",
  private: true,
  visibility: "private",
  archived: false,
  description: "<img src=x onerror=alert(1)>",
  topics: ["a"],
  pushed_at: "2026-11-01T02:00:00Z",
  size: 9,
});

test("a listed repository has a key below its snapshot, and its words fit into a manifest", {
  timeout: 120_000,
}, () => {
  fc.assert(
    fc.property(hostileJson(LISTED), (text) => {
      const found = readListed(parseJson(text), installation);
      if (!found) return;
      const key = bundleKey("root", snapshot, found.name, "full");
      expect(parseBackupKey("root", key)).toEqual({ what: "bundle", snapshot, repository: found.name, kind: "full" });
      const { id, name: repo, archived, fork, description, homepage, topics, pushedAt: pushed_at, visibility } = found;
      const entry = {
        id,
        repo,
        outcome: "empty",
        archived,
        fork,
        description,
        homepage,
        topics,
        pushed_at,
        visibility,
      };
      expect(manifestEntry.safeParse(entry).success).toBe(true);
    }),
    { numRuns: 10_000 },
  );
});

const LINKS = [
  `<${API}/app/installations?page=2>; rel="next", <${API}/app/installations?page=9>; rel="last"`,
  `<https://evil.example/x>; rel="next"`,
  `<${API}.evil.example/x>; rel="next"`,
  `<//evil.example>; rel="next"`,
  `<${API}/app/installations?per_page=100>; rel="next"`,
].map((text) => Buffer.from(text));

test("pages are followed on GitHub's own address only, and come to an end", { timeout: 120_000 }, async () => {
  const property = fc.asyncProperty(fc.array(hostileBytes(LINKS), { minLength: 1, maxLength: 4 }), async (links) => {
    const asked: string[] = [];
    const get = async (url: string) => {
      asked.push(url);
      return { headers: { link: links[asked.length - 1]?.bytes.toString("latin1") }, data: [] };
    };
    try {
      for await (const _ of pagedList(get, API, "/app/installations")) expect(asked.length).toBeLessThan(10);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
    }
    for (const url of asked) expect(new URL(url).origin).toBe(API);
    expect(new Set(asked).size).toBe(asked.length);
  });
  await fc.assert(property, { numRuns: 20_000 });
});

test("a list that goes on for ever is given up", async () => {
  let page = 0;
  const get = async () => ({ headers: { link: `<${API}/x?page=${++page}>; rel="next"` }, data: [] });
  const read = async () => {
    for await (const _ of pagedList(get, API, "/x")) if (page > 50_000) throw new Error("it reads for ever");
  };
  await expect(read()).rejects.toMatchObject({ code: "github-answer" });
});

test("what an organisation has is told, or an error of ours", { timeout: 120_000 }, async () => {
  const organisation = hostileJson(JSON.stringify({ login: "acme", public_repos: 3, total_private_repos: 2 }));
  const page = hostileJson(
    JSON.stringify([
      { id: 1, full_name: "acme/web" },
      { id: 2, full_name: "acme/.." },
    ]),
  );
  const property = fc.asyncProperty(organisation, page, async (one, other) => {
    const get = async (url: string) => ({ headers: {}, data: parseJson(url.includes("/repos") ? other : one) });
    try {
      const { repositories = [] } = await readNotVisible(get, API, "acme", []);
      for (const { repo } of repositories) expect(repo).toMatch(/^[\w.-]+\/[\w.-]+$/);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
    }
  });
  await fc.assert(property, { numRuns: 5000 });
});

const ERROR = JSON.stringify({
  message: "Bad credentials",
  errors: [{ message: "one" }, { message: "two" }],
  status: 401,
});

test("an error of GitHub's is one of ours, in a sentence that is not long", { timeout: 120_000 }, () => {
  const status = fc.constantFrom(400, 401, 403, 404, 422, 429, 451, 500, 503);
  const header = hostileBytes([Buffer.from("60"), Buffer.from("9".repeat(30)), Buffer.from("0")], 2);
  fc.assert(
    fc.property(status, hostileJson(ERROR), header, header, (code, text, after, reset) => {
      const headers = {
        "retry-after": after.bytes.toString("latin1"),
        "x-ratelimit-reset": reset.bytes.toString("latin1"),
      };
      const request = { method: "GET" as const, url: API, headers: {} };
      const response = { status: code, url: API, headers, data: parseJson(text) ?? text };
      const error = githubError(new RequestError("no", code, { request, response }), "list", API);
      expect(error).toBeInstanceOf(AppError);
      expect(error.message.length).toBeLessThan(1500);
    }),
    { numRuns: 5000 },
  );
});
