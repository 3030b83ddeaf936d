import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { App, Stack } from "aws-cdk-lib";
import * as ecs from "aws-cdk-lib/aws-ecs";
import { afterAll, describe, expect, it } from "vitest";
import { DEV } from "../environments";
import { parseConfig } from "../parse-config";
import { containerImage, DOCKERFILES } from "./container-image";

const FROM_SOURCE = parseConfig(DEV);

describe("images built from this checkout", () => {
  const outdir = mkdtempSync(path.join(tmpdir(), "holdfast-images-"));
  afterAll(() => rmSync(outdir, { recursive: true }));

  const app = new App({ outdir, analyticsReporting: false });
  const stack = new Stack(app, "stack");
  const task = new ecs.FargateTaskDefinition(stack, "Task");
  for (const what of ["worker", "console"] as const) {
    task.addContainer(what, {
      image: containerImage(stack, what, { ...FROM_SOURCE, images: { from: "source" } }),
      memoryLimitMiB: 512,
    });
  }
  app.synth();
  const context = readdirSync(outdir).filter((name) => name.startsWith("asset."));
  const staged = (file: string) => context.some((name) => existsSync(path.join(outdir, name, file)));

  it("take the sources and both Dockerfiles to Docker", () => {
    const needed = ["package.json", "package-lock.json", "tsconfig.json", "lib/env.ts", ...Object.values(DOCKERFILES)];
    expect(needed.filter((file) => !staged(file))).toEqual([]);
  });

  it("leave out what is no part of them: packages, stand-ins, tests, infrastructure, history", () => {
    const unwanted = [
      "node_modules",
      "sandbox",
      "e2e",
      "bench",
      "docs",
      ".git",
      "infra/app.ts",
      "infra/config.spec.ts",
    ];
    expect(unwanted.filter(staged)).toEqual([]);
    const tests = context.flatMap((name) =>
      readdirSync(path.join(outdir, name), { recursive: true, encoding: "utf8" }).filter((file) =>
        /\.(test|contract|spec)\.tsx?$/.test(file),
      ),
    );
    expect(tests).toEqual([]);
  });
});
