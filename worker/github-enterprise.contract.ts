// Which GitHub it is is two addresses. A backup and a restore of a whole fleet with each way GitHubs have them.
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import http from "node:http";
import https from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DEMO_REPOSITORIES } from "@/sandbox/seed/demo-fleet";
import { TestSandbox } from "@/sandbox/testing/test-sandbox";

const NAMES = ["web", "git-torture", "new-idea", "billing", "auth", "handbook", "orders", "storefront"];
const FLEET = DEMO_REPOSITORIES.filter(({ name }) => NAMES.includes(name));
const branchesAndTags = (lines: string[]) => lines.filter((line) => /\trefs\/(heads|tags)\//.test(line));

async function expectBackupAndRestore(box: TestSandbox, variables: Record<string, string> = {}): Promise<void> {
  const backup = await box.worker(["backup"], { variables });
  expect(backup.exitCode, backup.output).toBe(0);
  const { snapshot, totals, source, repos } = await box.newestManifest();
  expect(totals).toMatchObject({ captured: FLEET.length - 1, empty: 1, failed: 0 });
  expect(source?.server).toBe(variables.GITHUB_SERVER_URL ?? box.urls.github);
  expect(repos).toHaveLength(FLEET.length);
  const again = await box.worker(["backup"], { variables });
  expect(again.exitCode, again.output).toBe(0);
  expect((await box.newestManifest()).totals).toMatchObject({ captured: 0, unchanged: FLEET.length - 1 });
  for (const name of ["acme/web", "acme/git-torture"]) {
    const target = `${name}-restored`;
    const options = ["--snapshot", snapshot, "--repository", name, "--target", target];
    const restore = await box.worker(["restore", ...options], { variables });
    expect(restore.exitCode, restore.output).toBe(0);
    expect(branchesAndTags(await box.lsRemote(target))).toEqual(branchesAndTags(await box.lsRemote(name)));
  }
}

test("an Enterprise Server: REST below /api/v3 of the server's own address", async () => {
  const box = await TestSandbox.start(FLEET);
  try {
    expect(box.urls.githubApi).toBe(`${box.urls.github}/api/v3`);
    await expectBackupAndRestore(box);
  } finally {
    await box.stop();
  }
});

test("github.com and ghe.com: REST at the root of an address of its own", async () => {
  const box = await TestSandbox.start(FLEET, { restPort: 0 });
  try {
    const [web, rest] = [new URL(box.urls.github), new URL(box.urls.githubApi)];
    expect(rest.port).not.toBe(web.port);
    expect(box.urls.githubApi).toBe(rest.origin);
    expect((await fetch(`${box.urls.github}/api/v3/meta`)).status).toBe(404);
    await expectBackupAndRestore(box);
  } finally {
    await box.stop();
  }
});

describe("a server with a certificate of a company's own authority", () => {
  let box: TestSandbox;
  let scratch: string;
  let front: https.Server;
  let certificate: string;
  let url: string;

  beforeAll(async () => {
    scratch = await mkdtemp(path.join(tmpdir(), "holdfast-tls-"));
    box = await TestSandbox.start(FLEET);
    certificate = await makeCertificate(scratch);
    front = await startFront(box.urls.github, scratch, certificate);
    url = `https://localhost:${(front.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    front.closeAllConnections();
    front.close();
    await box.stop();
    await rm(scratch, { recursive: true, force: true });
  });

  test("is trusted by Node and by git once both are given the authority", async () => {
    await expectBackupAndRestore(box, {
      GITHUB_API_URL: `${url}/api/v3`,
      GITHUB_SERVER_URL: url,
      NODE_EXTRA_CA_CERTS: certificate,
      GIT_SSL_CAINFO: certificate,
    });
  });

  test("is refused without, and the reason is told", async () => {
    const variables = { GITHUB_API_URL: `${url}/api/v3`, GITHUB_SERVER_URL: url, RETRY_PAUSE_MS: "20" };
    const run = await box.worker(["backup"], { variables });
    expect(run.exitCode, run.output).toBe(75);
    expect(run.events.at(-1)).toMatchObject({ event: "run-failed", message: expect.stringMatching(/certificate/) });
  });
});

/** Its own authority, for localhost. */
async function makeCertificate(directory: string): Promise<string> {
  const file = path.join(directory, "certificate.pem");
  const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
  const key = [
    "-newkey",
    "ec",
    "-pkeyopt",
    "ec_paramgen_curve:P-256",
    "-nodes",
    "-keyout",
    path.join(directory, "key.pem"),
  ];
  await promisify(execFile)("openssl", ["req", "-x509", "-days", "2", ...key, "-out", file, ...subject]);
  return file;
}

/** Speaks TLS in front of a server that does not. */
async function startFront(target: string, directory: string, certificate: string): Promise<https.Server> {
  const key = await readFile(path.join(directory, "key.pem"));
  const server = https.createServer({ key, cert: await readFile(certificate) }, (req, res) => {
    const { method, headers } = req;
    const onward = http.request(new URL(req.url ?? "/", target), { method, headers }, (answer) => {
      res.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(res);
    });
    onward.on("error", () => res.destroy());
    req.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  return server;
}
