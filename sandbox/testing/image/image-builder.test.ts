// The steps of a Dockerfile on a small project of the test's own: what is taken, and that nothing is passed over in silence.
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Image } from "./image";
import { ImageBuilder } from "./image-builder";

let project: string;
let builder: ImageBuilder;
beforeAll(async () => {
  project = await mkdtemp(path.join(tmpdir(), "holdfast-project-"));
  const scripts = {
    // A file that no second run writes alike.
    stamp: `node -e "require('fs').writeFileSync('stamp', String(process.hrtime.bigint()))"`,
    break: `node -e "console.log('half of it'); process.exit(3)"`,
    where: `node -e "require('fs').writeFileSync('where', process.cwd() + ' ' + process.env.GREETING)"`,
  };
  await put("package.json", JSON.stringify({ name: "project", scripts }));
  await put("source/kept.ts", "kept");
  await put("source/kept.test.ts", "left out");
  await put("secret/key", "left out");
  await put("secret/public", "kept");
  await put(".dockerignore", "**/*.test.ts\nsecret/**\n!secret/public\n");
  builder = await ImageBuilder.open(project);
});
afterAll(async () => {
  await builder.close();
  await rm(project, { recursive: true });
});

async function put(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(path.join(project, file)), { recursive: true });
  await writeFile(path.join(project, file), text);
}

async function build(...lines: string[]): Promise<Image> {
  await put("Dockerfile", ["FROM node:24 AS base", ...lines].join("\n"));
  return builder.build(path.join(project, "Dockerfile"), { REVISION: "abc" });
}

const textIn = ({ root }: Image, file: string) => readFile(path.join(root, file), "utf8");

test("COPY takes what .dockerignore leaves, to where Docker would put it", async () => {
  const image = await build(
    "WORKDIR /app",
    "COPY package.json source/kept.ts ./",
    "COPY source in/source",
    "COPY secret s",
  );
  expect(await textIn(image, "app/kept.ts")).toBe("kept");
  expect(await textIn(image, "app/in/source/kept.ts")).toBe("kept");
  expect(existsSync(path.join(image.root, "app/in/source/kept.test.ts"))).toBe(false);
  expect(await textIn(image, "app/s/public")).toBe("kept");
  expect(existsSync(path.join(image.root, "app/s/key"))).toBe(false);
});

test("COPY of what is not there, or is kept out, fails with its line", async () => {
  await expect(build("WORKDIR /app", "COPY nowhere ./")).rejects.toThrow(
    /Dockerfile:3: COPY nowhere .*\n.*not in the build/,
  );
  await expect(build("COPY secret/key /app/")).rejects.toThrow("not in the build context");
});

test("RUN npm runs there, with the image's variables; COPY --from brings its result and nothing else", async () => {
  const image = await build(
    ...["FROM base AS build", "ENV GREETING=hello", "WORKDIR /build", "COPY package.json ./", "RUN npm run where"],
    ...["FROM base", "ARG REVISION=none", `LABEL revision="\${REVISION}"`, "COPY --from=build /build/where /app/where"],
  );
  expect(await textIn(image, "app/where")).toMatch(/\/build hello$/);
  expect(existsSync(path.join(image.root, "build"))).toBe(false);
  expect(image.config).toMatchObject({ labels: { revision: "abc" }, env: {} });
});

test("RUN that fails says what it said", async () => {
  await expect(build("WORKDIR /app", "COPY package.json ./", "RUN npm run break")).rejects.toThrow(
    /Dockerfile:4: RUN npm run break(.|\n)*half of it/,
  );
});

test("steps that two images begin with alike are taken once; another file before them, and they are taken again", async () => {
  const common = ["FROM base AS build", "WORKDIR /build", "COPY package.json ./", "RUN npm run stamp"];
  const end = ["FROM base", "COPY --from=build /build /app"];
  const one = await build(...common, "COPY source source", ...end);
  const other = await build(...common, "COPY secret secret", ...end);
  expect(await textIn(other, "app/stamp")).toBe(await textIn(one, "app/stamp"));
  expect(existsSync(path.join(other.root, "app/source"))).toBe(false);
  const [from = "", ...rest] = common;
  const third = await build(from, "COPY source source", ...rest, ...end);
  expect(await textIn(third, "app/stamp")).not.toBe(await textIn(one, "app/stamp"));
});

test("files are moved about inside of the image only", async () => {
  const image = await build("RUN mkdir /scratch && chown node:node /scratch && rm -rf /opt/yarn-* /usr/local/lib");
  expect(existsSync(path.join(image.root, "scratch"))).toBe(true);
  await build(`RUN rm -rf ${"/..".repeat(20)}${project}/package.json`);
  expect(existsSync(path.join(project, "package.json"))).toBe(true);
});

test.each([
  ["RUN make install", "nothing here can run make"],
  ["RUN npm ci > log", "needs a shell"],
  ["RUN apt-get update && apt-get install --yes sl", "what stands for the package sl"],
  ["RUN chown root /scratch", "only node:node"],
  ["ADD a b", "no such step is known"],
  ["COPY --from=nowhere /a /b", "there is no stage nowhere"],
])("what has no rule fails: %s", async (line, reason) => {
  await expect(build(line)).rejects.toThrow(reason);
});

test("a step that was done for an image before asks for its packages again", async () => {
  const lines = ["RUN apt-get update && apt-get install --yes git", "RUN mkdir /one"];
  expect((await build(...lines)).packages).toEqual(["git"]);
  expect((await build(...lines)).packages).toEqual(["git"]);
});
