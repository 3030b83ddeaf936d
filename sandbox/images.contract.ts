// What the two Dockerfiles start, started as they say: the entry point, the user, the tree that cannot be written, the health
// check. Without Docker: what an image adds (Debian's own packages) is not looked at, what it copies and runs is.
import { execFile, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { chmod, cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterEach, expect, test } from "vitest";
import { eventually } from "./aws/testing/aws-fixture";
import { consoleVariables } from "./environment";

/** The image's user where this machine lets us be somebody else; files belong to root there, as in the image. */
const NODE_USER = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
const NOWHERE = "http://127.0.0.1:9";

const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const each of cleanUp.splice(0).reverse()) await each();
});

function instruction(dockerfile: string, name: string): string {
  const lines = readFileSync(dockerfile, "utf8").replaceAll(/\\\n/g, " ").split("\n");
  return lines.findLast((line) => line.startsWith(`${name} `))?.slice(name.length + 1) ?? "";
}

/** A directory as the image has it below /app: nothing in it can be written. */
async function imageOf(copied: string, target: string): Promise<{ app: string; scratch: string }> {
  const root = await mkdtemp(path.join(tmpdir(), "holdfast-image-"));
  cleanUp.push(() => rm(root, { recursive: true, force: true }));
  const [app, scratch] = [path.join(root, "app"), path.join(root, "scratch")];
  await cp(copied, path.join(app, target), { recursive: true, verbatimSymlinks: true });
  await mkdir(scratch);
  await promisify(execFile)("chmod", ["-R", "a-w,a+rX", app]);
  cleanUp.push(() => promisify(execFile)("chmod", ["-R", "u+w", app]));
  await chmod(root, 0o755);
  await chmod(scratch, 0o777);
  return { app, scratch };
}

const own = (words: string[], replaced: Record<string, string>) =>
  words.map((word) => replaced[word] ?? (word === "node" ? process.execPath : word));

test("the worker's image starts: as nobody, from a tree it cannot write, with its compile cache", async () => {
  const { app, scratch } = await imageOf("dist/worker", "dist/worker");
  const [program = "", ...args] = own(JSON.parse(instruction("worker/Dockerfile", "ENTRYPOINT")), {});
  const command = JSON.parse(instruction("worker/Dockerfile", "CMD")) as string[];
  const env = { PATH: process.env.PATH, HOME: scratch, TMPDIR: scratch, NODE_ENV: "production" as const };
  const { stdout } = await promisify(execFile)(program, [...args, ...command], { cwd: app, env, ...NODE_USER });
  expect(stdout).toContain("backup");
  expect(stdout).toContain("restore");
});

test.skipIf(!existsSync(".next/standalone/server.js"))(
  "the console's image starts: as nobody, from a tree it cannot write, and its health check says so",
  async () => {
    const file = "infra/images/console.Dockerfile";
    const { app, scratch } = await imageOf(".next/standalone", "");
    const port = String(await freePort());
    const replaced = { "HOSTNAME=0.0.0.0": "HOSTNAME=127.0.0.1", "PORT=3000": `PORT=${port}` };
    const [program = "", ...args] = own(JSON.parse(instruction(file, "ENTRYPOINT")), replaced);
    const urls = { github: NOWHERE, githubApi: `${NOWHERE}/api/v3`, s3: NOWHERE, s3Replica: NOWHERE, aws: NOWHERE };
    const env = {
      ...consoleVariables(urls, `http://127.0.0.1:${port}`, "x".repeat(32)),
      PATH: process.env.PATH,
      HOME: scratch,
      TMPDIR: scratch,
      NODE_ENV: "production" as const,
    };
    const child = spawn(program, args, { cwd: app, env, ...NODE_USER, stdio: ["ignore", "pipe", "pipe"] });
    const ended = new Promise((resolve) => child.once("exit", resolve));
    cleanUp.push(async () => {
      child.kill("SIGTERM");
      await ended;
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
    const [shell = "", ...check] = own(
      JSON.parse(/CMD (\[.*\])/.exec(instruction(file, "HEALTHCHECK"))?.[1] ?? "[]"),
      {},
    );
    const asked = check.map((word) => word.replace(":3000/", `:${port}/`));
    await eventually("the health check to pass", async () => {
      if (child.exitCode !== null) throw new Error(output);
      return promisify(execFile)(shell, asked, { env: { PATH: process.env.PATH, NODE_ENV: "production" } }).then(
        () => true,
        () => undefined,
      );
    });
    // A page is drawn, and a static file served, with nothing to write to.
    const page = await fetch(`http://127.0.0.1:${port}/signin`);
    expect(page.status).toBeLessThan(400);
    expect(output).not.toMatch(/EACCES|EROFS/);
  },
);

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
