// The two Dockerfiles, step by step, and what comes out of them started as they say: the entry point, the user, the tree that
// cannot be written, the health check. Without Docker and without Debian's packages; sandbox/testing/image says what stands in.
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { DOCKERFILES } from "@/infra/constructs/container-image";
import { CONSOLE_PORT, SCRATCH_DIR } from "@/infra/names";
import { eventually } from "./aws/testing/aws-fixture";
import { consoleVariables, shellVariables, workerVariables } from "./environment";
import { ALARM_PREFIX, SCHEDULE } from "./names";
import type { Image } from "./testing/image/image";
import { ImageBuilder } from "./testing/image/image-builder";
import { imageSize, PARTS, sizeRows } from "./testing/image/image-sizes";
import { isHealthy, type StartOptions, sealImage, startImage } from "./testing/image/run-image";
import { sizesBelow } from "./testing/image/trees";
import { TestSandbox } from "./testing/test-sandbox";

const PAGE = "docs/deploy.md";
const NOWHERE = "http://127.0.0.1:9";
/** Packages of the lock file are installed, and the console is built, on a machine that does other things too. */
const BUILD_TIMEOUT_MS = 900_000;
/** Over this much of the documented size somebody has to look, and run `npm run image-sizes`. */
const HEADROOM = 1.2;

const WHAT = ["worker", "console"] as const;

let builder: ImageBuilder;
const images = {} as Record<keyof typeof DOCKERFILES, Image>;
beforeAll(async () => {
  builder = await ImageBuilder.open(process.cwd());
  const buildArgs = { VERSION: "1.2.3", REVISION: "0123abc" };
  for (const what of WHAT) {
    images[what] = await builder.build(DOCKERFILES[what], buildArgs);
    await sealImage(images[what]);
  }
}, BUILD_TIMEOUT_MS);
afterAll(() => builder?.close(), BUILD_TIMEOUT_MS);

const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const each of cleanUp.splice(0).reverse()) await each();
});

async function runWorker(options: StartOptions): Promise<{ exitCode: number | null; output: string }> {
  const started = startImage(images.worker, options);
  return { exitCode: await started.ended, output: started.output() };
}

test("each image says what it is and what it was made from, and asks Debian for nothing but what stands here", () => {
  for (const what of WHAT) {
    expect(images[what].config.labels).toMatchObject({
      "org.opencontainers.image.title": `Holdfast ${what}`,
      "org.opencontainers.image.version": "1.2.3",
      "org.opencontainers.image.revision": "0123abc",
    });
  }
  expect(images.worker.packages).toEqual(["ca-certificates", "git"]);
  expect(images.console.packages).toEqual(["ca-certificates", "git"]);
});

test("the worker's image starts: as nobody, from a tree it cannot write, whatever NODE_OPTIONS a task is given", async () => {
  const { exitCode, output } = await runWorker({ variables: { NODE_OPTIONS: "--require=/nowhere.cjs" } });
  expect(output).toContain("backup");
  expect(output).toContain("restore");
  expect(exitCode).toBe(0);
});

test("the worker's image examines a deployment and backs it up, with its scratch directory alone to write to", async () => {
  const box = await TestSandbox.start([{ name: "one", description: "", history: { commits: 3, releases: 1 } }]);
  cleanUp.push(() => box.stop());
  const settings = { ...shellVariables(box.urls), SCHEDULE_NAME: SCHEDULE, ALARM_PREFIX };
  const doctor = await runWorker({ command: ["doctor"], variables: settings });
  expect(doctor.output).toContain("git version");
  expect(doctor.exitCode).toBe(0);

  const scratch = path.join(images.worker.root, SCRATCH_DIR);
  const backup = await runWorker({ command: ["backup"], variables: workerVariables(box.urls, "backup", scratch) });
  expect(backup.output).not.toMatch(/EACCES|EROFS/);
  expect(backup.exitCode).toBe(0);
  const { repos } = await box.newestManifest();
  expect(repos.map((each) => each.outcome)).toEqual(["captured"]);
});

test("the console's image starts: as nobody, from a tree it cannot write, and its health check says so", async () => {
  const here = await freePort();
  const port: [number, number] = [CONSOLE_PORT, here];
  expect(await isHealthy(images.console, port)).toBe(false);

  const urls = { github: NOWHERE, githubApi: `${NOWHERE}/api/v3`, s3: NOWHERE, s3Replica: NOWHERE, aws: NOWHERE };
  const address = `http://127.0.0.1:${here}`;
  const variables = { ...consoleVariables(urls, address, "x".repeat(32)), NODE_OPTIONS: "--require=/nowhere.cjs" };
  const server = startImage(images.console, { variables, port });
  cleanUp.push(() => {
    server.child.kill("SIGTERM");
    return server.ended;
  });
  await eventually("the health check to pass", async () => {
    if (server.child.exitCode !== null) throw new Error(server.output());
    return (await isHealthy(images.console, port)) || undefined;
  });

  // A page is drawn, and what it loads is served, with nothing to write to. A path that is not there leads to the sign-in page.
  const get = (file: string) => fetch(`${address}${file}`, { redirect: "manual" });
  const page = await get("/login");
  expect(page.status).toBe(200);
  const assets = [...(await page.text()).matchAll(/\/_next\/static\/[\w./~-]+\.(?:js|css)/g)].map(([file]) => file);
  expect(new Set(assets).size).toBeGreaterThan(1);
  for (const file of new Set(assets)) expect((await get(file)).status, file).toBe(200);
  expect(server.output()).not.toMatch(/EACCES|EROFS/);
});

test.each(WHAT)("the %s's image holds no test, no stand-in and no key", (what) => {
  const { root, config } = images[what];
  const files = [...sizesBelow(path.join(root, config.workdir)).keys()];
  expect(files.length).toBeGreaterThan(0);
  const ours = files.filter((file) => !file.startsWith("node_modules/"));
  expect(ours.filter((file) => /\.(test|spec|contract)\.|(^|\/)(sandbox|e2e|infra)\/|\.pem$|\.env/.test(file))).toEqual(
    [],
  );
});

test.each(WHAT)("the %s's image weighs what docs/deploy.md says", (what) => {
  const size = imageSize(images[what], PARTS[what]);
  const row = sizeRows(what, size);
  const text = readFileSync(PAGE, "utf8");
  const documented = new RegExp(`^\\| ${what} \\| ([\\d.]+) MB \\| .*$`, "m").exec(text);
  if (process.env.WRITE_IMAGE_SIZES) {
    writeFileSync(PAGE, text.replace(documented?.[0] ?? row, row));
    process.stdout.write(`${row}\n`);
    return;
  }
  const megabytes = Number(documented?.[1]);
  expect(size.total, `${row}\nLook why, then run npm run image-sizes.`).toBeLessThan(megabytes * HEADROOM);
  expect(size.total, `${row}\nRun npm run image-sizes.`).toBeGreaterThan(megabytes / HEADROOM);
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
