import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { commitFiles, type Fixture, git, startFixture } from "./testing/fixture";

let fixture: Fixture;
let token: string;
let work: string;
let url: string;

beforeAll(async () => {
  fixture = await startFixture();
  token = await fixture.token("holdfast-restore");
  await fixture.admin("repositories", { organisation: "acme", name: "shop" });
  url = `${fixture.github.url}/acme/shop.git`;
  work = path.join(fixture.dataDir, "work");
  await commitFiles(work, { noise: Array.from({ length: 5_000 }, () => Math.random()).join() });
  await git(work, ["push", "--quiet", url, "main"], token);
});

afterAll(() => fixture.close());

afterEach(async () => {
  await fetch(`${fixture.github.url}/_sandbox/faults`, { method: "DELETE" });
});

const fault = (rule: unknown) => fixture.admin("faults", rule);

describe("a fault on REST", () => {
  it("answers for the route it names and leaves the others alone", async () => {
    const operation = "GET /repos/{owner}/{repo}";
    await fault({ match: { operation }, action: { kind: "status", status: 502, body: '{"message":"Bad gateway"}' } });
    expect((await fixture.rest("GET", "/repos/acme/shop/branches", { token })).status).toBe(200);
    expect(await fixture.rest("GET", "/repos/acme/shop", { token })).toMatchObject({ status: 502 });
    expect((await fixture.rest("GET", "/repos/acme/shop", { token })).status).toBe(200);
  });

  it("can lose the answer to a change that was made", async () => {
    const match = { method: "POST", path: "^/api/v3/orgs/acme/repos$" };
    await fault({ match, action: { kind: "reset", afterBytes: 0 } });
    const body = { name: "made-anyway", private: true };
    await expect(fixture.rest("POST", "/orgs/acme/repos", { token, body })).rejects.toThrow();
    expect((await fixture.rest("GET", "/repos/acme/made-anyway", { token })).status).toBe(200);
  });

  it("can put a 502 in place of the answer to a change that was made", async () => {
    const operation = "POST /orgs/{org}/repos";
    await fault({ match: { operation }, action: { kind: "status", status: 502, body: "<h1>502</h1>", handled: true } });
    const body = { name: "made-behind-a-502", private: true };
    const octokit = await fixture.app("holdfast-restore").getInstallationOctokit(901);
    await expect(octokit.request("POST /orgs/{org}/repos", { org: "acme", ...body })).rejects.toMatchObject({
      status: 502,
      response: { headers: { "content-type": expect.stringContaining("xml") } },
    });
    expect((await fixture.rest("GET", "/repos/acme/made-behind-a-502", { token })).status).toBe(200);
  });

  it.each([{ kind: "truncate", afterBytes: 10 }, { kind: "reset" }])(
    "of kind $kind is seen by the client",
    async (action) => {
      await fault({ action });
      await expect(fixture.rest("GET", "/repos/acme/shop", { token })).rejects.toThrow();
    },
  );
});

describe("a fault on git", () => {
  it.each([
    ["a status on the first contact", "info-refs", { kind: "status", status: 503 }, "503"],
    [
      "a reset within the pack",
      "upload-pack",
      { kind: "reset", afterBytes: 9_000 },
      "early EOF|Connection reset|hung up",
    ],
    [
      "a pack that ends early without an error",
      "upload-pack",
      { kind: "truncate", afterBytes: 9_000 },
      "early EOF|hung up",
    ],
    ["a flipped bit in the pack", "upload-pack", { kind: "corrupt", atByte: 20_000 }, "fatal|error"],
  ])("%s fails the clone", async (_, operation, action, words) => {
    // Protocol version 2 asks for the refs first, with a request of its own.
    await fault({ match: { operation }, action, skip: operation === "upload-pack" ? 1 : 0 });
    const failed = await git(work, ["clone", "--quiet", url, "copy"], token);
    expect(failed.code).not.toBe(0);
    expect(failed.stderr).toMatch(new RegExp(words));
  });

  it.each([
    ["error-packet", "storage behind this repository is away"],
    ["band-3", "the disk has gone"],
    ["half-pack", "early EOF"],
    ["trailer", "SHA1 mismatch|pack is corrupted"],
    ["object", "inflate|incorrect data|fatal"],
    ["count", "early EOF|bad object|inflate|fatal"],
    ["no-objects", "did not send all necessary objects|fatal"],
    ["last-byte", "early EOF|Connection reset|hung up|unexpected disconnect"],
  ])("that spoils an answer (%s) fails the clone", async (how, words) => {
    await fault({ match: { operation: "upload-pack", body: "command=fetch" }, action: { kind: "spoil", how } });
    const failed = await git(work, ["clone", "--quiet", url, `spoilt-${how}`], token);
    expect(failed.code).not.toBe(0);
    expect(failed.stderr).toMatch(new RegExp(words));
  });

  it("that stalls or slows only delays", async () => {
    await fault({
      match: { operation: "upload-pack" },
      action: { kind: "stall", afterBytes: 9_000, ms: 200 },
      skip: 1,
    });
    expect(await git(work, ["clone", "--quiet", url, "stalled"], token)).toMatchObject({ code: 0 });
    await fault({ match: { operation: "upload-pack" }, action: { kind: "slow", bytesPerSecond: 200_000 }, skip: 1 });
    expect(await git(work, ["clone", "--quiet", url, "slow"], token)).toMatchObject({ code: 0 });
  });

  it("can lose the answer to a push that arrived", async () => {
    await fault({ match: { operation: "receive-pack" }, action: { kind: "reset", afterBytes: 0 } });
    expect((await git(work, ["push", url, "main:refs/heads/arrived"], token)).code).not.toBe(0);
    expect((await git(work, ["ls-remote", url], token)).stdout).toContain("refs/heads/arrived");
  });
});
