// GitHub that fails, limits, redirects and lies, and what the backup App makes of it.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { HostedRepository, HostListener, HostOptions, Installation } from "@/lib/ports/code-host";
import { type Fixture, startFixture } from "@/sandbox/github/testing/fixture";
import { type Eavesdropper, startEavesdropper } from "@/sandbox/testing/eavesdropper";
import { GitHubApp } from "./github-app";
import { GitHubCodeHost } from "./github-code-host";
import { GitHubRestoreTarget } from "./github-restore-target";

/** More than one page of a hundred. */
const COUNT = 130;
const LIST = "GET /installation/repositories";
const MINT = "POST /app/installations/{id}/access_tokens";
const acme: Installation = { id: 900, account: "acme" };

let fixture: Fixture;
let stranger: Eavesdropper;
let told: string[];
let listener: HostListener;
beforeAll(async () => {
  fixture = await startFixture();
  stranger = await startEavesdropper();
  for (let index = 0; index < COUNT; index++)
    await fixture.admin("repositories", { organisation: "acme", name: `r${index}`, private: true });
});
beforeEach(() => {
  told = [];
  listener = {
    waiting: (account) => told.push(`${account} waits`),
    resumed: (account) => told.push(`${account} goes on`),
    throttled: () => told.push("throttled"),
    retrying: (action, { code }) => told.push(`${action} again: ${code}`),
  };
});
afterEach(async () => {
  await fetch(`${fixture.github.url}/_sandbox/faults`, { method: "DELETE" });
});
afterAll(async () => {
  await stranger.close();
  await fixture.close();
});

const app = (options: HostOptions = {}, slug = "holdfast-backup", appId = 7001) => {
  const { url, apiUrl } = fixture.github;
  const settings = { appId, key: fixture.github.appKey(slug), apiUrl, serverUrl: url };
  return new GitHubApp(settings, { listener, ...options });
};
const open = (options: HostOptions = {}) => new GitHubCodeHost(app(options));
const fault = (operation: string, action: object, more: object = {}) =>
  fixture.admin("faults", { match: { operation }, action, ...more });
const refusal = (status: number, headers: Record<string, string>, message = "no") => ({
  kind: "status",
  status,
  headers,
  body: JSON.stringify({ message }),
});
const list = async (host: GitHubCodeHost) => {
  const found: HostedRepository[] = [];
  for await (const each of host.listRepositories(acme)) found.push(each);
  return found.map(({ id }) => id);
};
const struck = async (id: string) => {
  const answer = await fetch(`${fixture.github.url}/_sandbox/faults`);
  const { faults } = (await answer.json()) as { faults: { id: string; hits: number }[] };
  return faults.find((each) => each.id === id)?.hits;
};
const secondsFromNow = (seconds: number) => String(Math.ceil(Date.now() / 1000) + seconds);
const exhausted = (seconds: number) =>
  refusal(
    403,
    { "x-ratelimit-remaining": "0", "x-ratelimit-reset": secondsFromNow(seconds) },
    "API rate limit exceeded",
  );

/** Every repository once. */
async function expectWhole(host: GitHubCodeHost): Promise<void> {
  const ids = await list(host);
  expect(ids).toHaveLength(COUNT);
  expect(new Set(ids).size).toBe(COUNT);
}

describe("asked too often, it waits as long as GitHub says and goes on", () => {
  test.each([
    ["a 429 with seconds", () => refusal(429, { "retry-after": "1" })],
    ["a 429 with a date", () => refusal(429, { "retry-after": new Date(Date.now() + 2000).toUTCString() })],
    ["a secondary limit", () => refusal(403, { "retry-after": "1" }, "You have exceeded a secondary rate limit")],
    ["a primary limit", () => exhausted(1)],
    ["an outage with an end", () => refusal(503, { "retry-after": "1" })],
  ])("%s", async (_, action) => {
    const host = open();
    await fault(LIST, action(), { skip: 1 });
    await expectWhole(host);
    expect(told).toEqual(["throttled", "acme waits", "acme goes on"]);
    expect(host.traffic()).toMatchObject({ refusals: 1, git_requests: 0 });
  });

  test("the same for the App's own calls: its installations, and tokens", async () => {
    await fault("GET /app/installations", refusal(429, { "retry-after": "1" }));
    await fault(MINT, refusal(403, { "retry-after": "1" }, "You have exceeded a secondary rate limit"));
    const host = open();
    expect(await host.listInstallations()).toMatchObject([acme]);
    await host.gitAccess(acme).token();
    expect(told.filter((each) => each === "the App waits")).toHaveLength(2);
  });

  test("a wait does not use up the attempts for real faults", async () => {
    for (const action of [refusal(502, {}), refusal(429, { "retry-after": "0" }), refusal(502, {})])
      await fault(LIST, action);
    await expectWhole(open());
    expect(told.filter((each) => each.includes("again"))).toHaveLength(2);
  });
});

test("a limit for hours is given up at once, with its time, by this call and by those after it", async () => {
  await fault(LIST, exhausted(3 * 3600));
  const host = open();
  const until = new Date(Date.now() + 3 * 3_600_000).toISOString().slice(0, 13);
  const limited = { code: "github-rate-limited", message: expect.stringContaining(until) };
  await expect(list(host)).rejects.toMatchObject(limited);
  await expect(list(host)).rejects.toMatchObject(limited);
});

test("the end of the run ends the wait", async () => {
  const controller = new AbortController();
  await fault(LIST, exhausted(3000));
  const stop = { waiting: () => void setTimeout(() => controller.abort(new Error("stopped")), 50) };
  await expect(list(open({ signal: controller.signal, listener: stop }))).rejects.toThrow("stopped");
});

describe("in the middle of the list, no repository is lost and none comes twice after", () => {
  const halfPage = { kind: "status", status: 200, headers: { "content-type": "application/json" } };
  test.each([
    ["a 502", refusal(502, {})],
    ["a reset", { kind: "reset" }],
    ["a page that is cut", { kind: "truncate", afterBytes: 5000 }],
    ["half a page that is said to be whole", { ...halfPage, body: '{"total_count":130,"repositories":[{"id":' }],
  ])("%s", async (_, action) => {
    await fault(LIST, action, { skip: 1 });
    await expectWhole(open());
    expect(told).toEqual([`GET /api/v3/installation/repositories again: github-unreachable`]);
  });

  test.each([
    ["an outage", refusal(502, {}), "github-unreachable"],
    ["a 409, which octokit takes for the end of a list", refusal(409, {}), "github-answer"],
    ["a page without a list", { ...halfPage, body: '{"total_count":130}' }, "github-answer"],
  ])("%s is an error, not the end of the list", async (_, action, code) => {
    await fault(LIST, action, { skip: 1, times: 0 });
    await expect(list(open())).rejects.toMatchObject({ code });
  });
});

describe("a list shorter than it says of itself", () => {
  const shorter = refusal(200, { "content-type": "application/json" });
  const body = '{"total_count":130,"repositories":[]}';

  test("is read once more", async () => {
    await fault(LIST, { ...shorter, body }, { skip: 1 });
    expect(new Set(await list(open())).size).toBe(COUNT);
  });

  test("is an error when it stays so, after all that came", async () => {
    await fault(LIST, { ...shorter, body }, { skip: 1, times: 0 });
    let count = 0;
    const all = async () => {
      for await (const _ of open().listRepositories(acme)) count += 1;
    };
    await expect(all()).rejects.toMatchObject({
      code: "github-answer",
      message: expect.stringContaining("100 of 130"),
    });
    expect(count).toBe(100);
  });
});

describe("tokens", () => {
  const token = (host: GitHubCodeHost) => host.gitAccess(acme).token();

  test("thirty-two streams share one, narrowed to reading", async () => {
    await fixture.admin("faults", {
      id: "mints",
      match: { operation: MINT, body: '"permissions":\\{"contents":"read","metadata":"read"\\}' },
      action: { kind: "watch" },
      times: 0,
    });
    const host = open();
    const tokens = await Promise.all(Array.from({ length: 32 }, () => token(host)));
    expect(new Set(tokens).size).toBe(1);
    await list(host);
    expect(await struck("mints")).toBe(1);
  });

  test("when all are revoked, the list and all streams go on with one renewal", async () => {
    const host = open();
    await fixture.admin("faults", { id: "mints", match: { operation: MINT }, action: { kind: "watch" }, times: 0 });
    const access = host.gitAccess(acme);
    const refused = await access.token();
    await fixture.admin("tokens", { expireAll: true });
    const renewed = await Promise.all(Array.from({ length: 16 }, () => access.token({ refused })));
    expect(new Set(renewed).size).toBe(1);
    expect(renewed[0]).not.toBe(refused);
    await fixture.admin("tokens", { expireAll: true });
    await expectWhole(host);
    expect(await struck("mints")).toBe(3);
  });

  test("a token that is refused again after its renewal is told, and not asked for for ever", async () => {
    await fault(LIST, refusal(401, {}, "Bad credentials"), { id: "lists", times: 0 });
    await expect(list(open())).rejects.toMatchObject({ code: "github-credentials" });
    expect(await struck("lists")).toBe(2);
  });

  test("minting is made again after a 502", async () => {
    await fault(MINT, refusal(502, {}));
    await expect(token(open())).resolves.toMatch(/^ghs_/);
  });
});

describe("redirects", () => {
  const elsewhere = (to: string, status = 302) => refusal(status, { location: to });

  test.each([301, 302, 307, 308])("a %i on the same server is followed", async (status) => {
    await fault(LIST, elsewhere("/api/v3/installation/repositories?per_page=100", status));
    await expectWhole(open());
  });

  test("to another server it is refused with where it led, and no credentials ever come there", async () => {
    await fault(LIST, elsewhere(`${stranger.url}/steal`), { times: 0 });
    await expect(list(open())).rejects.toMatchObject({
      code: "github-redirect",
      message: expect.stringContaining(stranger.url),
    });
    await fault(MINT, elsewhere(`${stranger.url}/steal`, 307), { times: 0 });
    await expect(open().gitAccess(acme).token()).rejects.toMatchObject({ code: "github-redirect" });
    expect(stranger.heard).toEqual([]);
  });

  test("a link to the next page on another server is not followed", async () => {
    const link = `<${stranger.url}/next>; rel="next"`;
    await fault(LIST, { kind: "headers", set: { link } });
    await expect(list(open())).rejects.toMatchObject({ code: "github-answer" });
    expect(stranger.heard).toEqual([]);
  });

  test("a redirect that leads in a circle ends", async () => {
    await fault(LIST, elsewhere("/api/v3/installation/repositories"), { times: 0 });
    await expect(list(open())).rejects.toMatchObject({
      code: "github-redirect",
      message: expect.stringContaining("3 times"),
    });
  });
});

test("what is left of the hour is known by account; the App's own calls are not among it", async () => {
  const host = open();
  await host.listInstallations();
  expect(host.traffic()).toMatchObject({ rest_requests: 1, budgets: [] });
  await list(host);
  // The installations, a token, two pages.
  expect(host.traffic()).toMatchObject({ rest_requests: 4, budgets: [{ account: "acme", limit: 5000 }] });
  const [budget] = host.traffic().budgets;
  expect(budget?.remaining).toBeLessThan(5000);
  expect(Date.parse(budget?.reset ?? "")).toBeGreaterThan(Date.now());
});

test("a repository whose creation may have come through is not created again", async () => {
  const create = "POST /orgs/{org}/repos";
  await fault(create, refusal(502, {}), { id: "creations", times: 0 });
  const target = new GitHubRestoreTarget(app({}, "holdfast-restore", 7002));
  await expect(target.create("acme/restored" as never, undefined)).rejects.toMatchObject({
    code: "github-unreachable",
  });
  expect(await struck("creations")).toBe(1);
});
