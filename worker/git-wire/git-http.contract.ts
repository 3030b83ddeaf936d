// The wire under real HTTP: a real git server with its faults, and small servers that do what no GitHub should.
import { createServer, type RequestListener, type Server } from "node:http";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { GitHubApp } from "@/lib/adapters/github/github-app";
import { GitHubCodeHost } from "@/lib/adapters/github/github-code-host";
import { repositoryName } from "@/lib/domain/ids-schema";
import type { GitAccess, HostOptions } from "@/lib/ports/code-host";
import { commitFiles, type Fixture, git, startFixture } from "@/sandbox/github/testing/fixture";
import { closeServer, listenOnLoopback } from "@/sandbox/shared/listen";
import { type Eavesdropper, startEavesdropper } from "@/sandbox/testing/eavesdropper";
import { gitGet, gitPost } from "./git-http";
import { GitServer, type GitServerOptions } from "./git-server";
import { everything } from "./stream-bundle";

const acme = { id: 900, account: "acme" };
let fixture: Fixture;
let stranger: Eavesdropper;
const servers: Server[] = [];
beforeAll(async () => {
  fixture = await startFixture();
  stranger = await startEavesdropper();
  await fixture.admin("repositories", { organisation: "acme", name: "shop", private: true });
  const work = path.join(fixture.dataDir, "work");
  await commitFiles(work, { noise: Array.from({ length: 5000 }, () => Math.random()).join() });
  await git(
    work,
    ["push", "--quiet", `${fixture.github.url}/acme/shop.git`, "main"],
    await fixture.token("holdfast-restore"),
  );
});
afterEach(async () => {
  await fetch(`${fixture.github.url}/_sandbox/faults`, { method: "DELETE" });
  for (const server of servers.splice(0)) await closeServer(server);
});
afterAll(async () => {
  await stranger.close();
  await fixture.close();
});

const accessTo = (options: HostOptions = {}): GitAccess => {
  const { url, apiUrl } = fixture.github;
  const settings = { appId: 7001, key: fixture.github.appKey("holdfast-backup"), apiUrl, serverUrl: url };
  return new GitHubCodeHost(new GitHubApp(settings, options)).gitAccess(acme);
};
const shop = (more: Partial<GitServerOptions> = {}, { url, token, gate } = accessTo()) =>
  new GitServer(url(repositoryName.parse("acme/shop")), { token, gate, objectFormat: "sha1", ...more });
const fault = (action: object, more: object = {}) =>
  fixture.admin("faults", { match: { operation: "upload-pack" }, action, ...more });
const refusal = (status: number, headers: Record<string, string> = {}, body = "no") => ({
  kind: "status",
  status,
  headers,
  body,
});

/** A pack of all there is. */
async function fetchAll(server: GitServer): Promise<number> {
  let bytes = 0;
  for await (const chunk of server.fetchPack(everything(await server.listRefs()))) bytes += chunk.length;
  return bytes;
}

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  return listenOnLoopback(server, 0, "a test");
}

describe("redirects", () => {
  test("a repository that was renamed is listed and fetched under its old name", async () => {
    const whole = await fetchAll(shop());
    await fixture.admin("repositories", { organisation: "acme", name: "shop", renameTo: "store" });
    expect(await fetchAll(shop())).toBe(whole);
    await fixture.admin("repositories", { organisation: "acme", name: "store", renameTo: "shop" });
  });

  test.each([301, 302, 307, 308])("a %i keeps method, body and credentials on the same server", async (status) => {
    const seen: string[] = [];
    const url = await serve(async (req, res) => {
      let body = "";
      for await (const chunk of req) body += chunk;
      seen.push(`${req.method} ${req.url} ${body} ${req.headers.authorization !== undefined}`);
      if (req.url === "/old") return res.writeHead(status, { location: "/new" }).end();
      return res.writeHead(200, { "content-type": "application/x-git-upload-pack-result" }).end("0000");
    });
    const options = { token: async () => "t" };
    for await (const _ of await gitPost(`${url}/old`, Buffer.from("want"), "git-upload-pack", options));
    expect(seen).toEqual(["POST /old want true", "POST /new want true"]);
  });

  test("to another server they are refused, and no credentials ever come there", async () => {
    for (const status of [301, 302, 303, 307, 308]) {
      await fault(refusal(status, { location: `${stranger.url}/acme/shop.git/git-upload-pack` }));
      await expect(shop().listRefs()).rejects.toMatchObject({
        code: "github-redirect",
        message: expect.stringContaining(stranger.url),
      });
    }
    expect(stranger.heard).toEqual([]);
  });

  test("a circle ends after three", async () => {
    let asked = 0;
    const url = await serve((_, res) => {
      asked += 1;
      res.writeHead(302, { location: "/round" }).end();
    });
    const options = { token: async () => "t" };
    await expect(gitGet(`${url}/round`, "text/plain", options)).rejects.toMatchObject({ code: "github-redirect" });
    expect(asked).toBe(4);
  });
});

describe("credentials", () => {
  test("an expired token is renewed in passing", async () => {
    const access = accessTo();
    const server = shop({}, access);
    await server.listRefs();
    await fixture.admin("tokens", { expireAll: true });
    await expect(fetchAll(server)).resolves.toBeGreaterThan(1000);
  });

  test("a token GitHub does not know yet gets a moment; one it goes on refusing does not get a fourth try", async () => {
    await fault(refusal(401), { times: 2 });
    await expect(shop().listRefs()).resolves.toMatchObject({ headTarget: "refs/heads/main" });
    await fault(refusal(401, {}, "Invalid username or token."), { id: "asked", times: 0 });
    await expect(shop().listRefs()).rejects.toMatchObject({ fault: "status", status: 401 });
    const { faults } = (await (await fetch(`${fixture.github.url}/_sandbox/faults`)).json()) as {
      faults: { id: string; hits: number }[];
    };
    expect(faults.find(({ id }) => id === "asked")?.hits).toBe(3);
  });

  test("what goes wrong never names the token", async () => {
    const access = accessTo();
    const token = await access.token();
    await fault({ kind: "reset" });
    const error = await shop({}, access)
      .listRefs()
      .catch((cause) => cause);
    expect(`${error.stack} ${JSON.stringify(error)} ${error.cause?.stack}`).not.toContain(token.slice(0, 40));
  });
});

describe("asked too often", () => {
  test.each([
    ["a 429", refusal(429, { "retry-after": "1" })],
    ["a secondary limit", refusal(403, { "retry-after": "1" }, "You have exceeded a secondary rate limit.")],
  ])("%s: all streams wait, then each request is made again and none is lost", async (_, action) => {
    const told: string[] = [];
    const listener = {
      waiting: (account: string) => told.push(`${account} waits`),
      resumed: (account: string) => told.push(`${account} goes on`),
      throttled: () => told.push("throttled"),
    };
    const access = accessTo({ listener });
    await fault(action);
    const lists = await Promise.all(Array.from({ length: 6 }, () => shop({}, access).listRefs()));
    expect(lists.every(({ refs }) => refs.length === 1)).toBe(true);
    expect(told).toEqual(["throttled", "acme waits", "acme goes on"]);
  });

  test("a refusal in other words is no limit: a blocked repository is told at once", async () => {
    await fault(refusal(403, {}, "Repository unavailable due to DMCA takedown."));
    await expect(shop().listRefs()).rejects.toMatchObject({ fault: "status", status: 403 });
  });
});

describe("silence", () => {
  const idleTimeoutMs = 300;
  const answer = { "content-type": "application/x-git-upload-pack-result" };
  const read = async (url: string, pauseMs = 0) => {
    let text = "";
    const options = { token: async () => "t", idleTimeoutMs };
    for await (const chunk of await gitPost(url, Buffer.from("0000"), "git-upload-pack", options)) {
      text += Buffer.from(chunk).toString();
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
    return text;
  };
  const silent = { fault: "cut", message: "nothing was received for 0.3 s" };

  test("before the answer, and within it, ends the transfer", async () => {
    await expect(read(await serve(() => undefined))).rejects.toMatchObject(silent);
    const stalled = await serve((_, res) => void res.writeHead(200, answer).write("begun"));
    await expect(read(stalled)).rejects.toMatchObject(silent);
    await fault({ kind: "stall", afterBytes: 5000 }, { skip: 1 });
    await expect(fetchAll(shop({ idleTimeoutMs }))).rejects.toMatchObject(silent);
  });

  test("is none while keep-alives come, however long the server counts", async () => {
    const url = await serve((_, res) => {
      res.writeHead(200, answer);
      let count = 0;
      const timer = setInterval(() => {
        count += 1;
        if (count < 10) return res.write("0005\u0001");
        clearInterval(timer);
        return res.end("0000");
      }, 100);
    });
    await expect(read(url)).resolves.toContain("0005\u0001");
  });

  test("is not counted while the reader itself is busy", async () => {
    const url = await serve((_, res) => {
      res.writeHead(200, answer).write("one");
      setTimeout(() => res.end("two"), 100);
    });
    await expect(read(url, 700)).resolves.toBe("onetwo");
  });
});
