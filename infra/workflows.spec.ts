// The workflows of GitHub Actions, as far as they can be judged without running them. What they may do hangs on these rules.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { DOCKERFILES } from "./constructs/container-image";
import { DEV, PROD } from "./environments";
import { parseDockerfile } from "./testing/dockerfile";
import { parseYaml } from "./testing/yaml";

const ROOT = new URL("../", import.meta.url);
const FOLDER = new URL(".github/workflows/", ROOT);

interface Step {
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
}
interface Job {
  permissions?: Record<string, string>;
  uses?: string;
  steps?: Step[];
  environment?: string;
  "timeout-minutes"?: number;
  strategy?: { matrix: { include?: unknown[] } };
}
interface Workflow {
  on: Record<string, unknown>;
  permissions: Record<string, string>;
  concurrency?: { group: string };
  jobs: Record<string, Job>;
}

const text = (file: string) => readFileSync(new URL(file, FOLDER), "utf8");
const WORKFLOWS = readdirSync(FOLDER).map((file): [string, Workflow] => [file, parseYaml(text(file)) as Workflow]);
const scripts = JSON.parse(readFileSync(new URL("package.json", ROOT), "utf8")).scripts as Record<string, string>;

describe.each(WORKFLOWS)("%s", (file, workflow) => {
  const jobs = Object.values(workflow.jobs);
  const steps = jobs.flatMap((job) => job.steps ?? []);
  const used = [...jobs, ...steps].flatMap((each) => each.uses ?? []);
  const commands = steps.flatMap((each) => each.run ?? []);

  it("uses foreign actions by commit, with the version beside it", () => {
    for (const each of used.filter((name) => !name.startsWith("./"))) {
      expect(each).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
      expect(text(file)).toMatch(new RegExp(`${each} # v\\d+\\.\\d+\\.\\d+\\n`));
    }
    for (const each of used.filter((name) => name.startsWith("./"))) expect(existsSync(new URL(each, ROOT))).toBe(true);
  });

  it("may do nothing but what each job says, and writes to no repository", () => {
    expect(workflow.permissions).toBeDefined();
    for (const permissions of [workflow.permissions, ...jobs.map((job) => job.permissions ?? {})]) {
      for (const [name, level] of Object.entries(permissions)) {
        expect(level, name).toBe(name === "id-token" ? "write" : "read");
      }
    }
  });

  it("asks for a token of AWS only in a job that waits for its environment's approvals", () => {
    for (const job of jobs.filter((each) => each.permissions?.["id-token"] && each.steps)) {
      expect(job.environment).toBeTruthy();
    }
    expect(text(file)).not.toMatch(/aws-secret-access-key|AWS_SECRET_ACCESS_KEY|secrets\./);
  });

  it("leaves no token in the checkout, ends some time, and does not run twice at a time", () => {
    for (const step of steps.filter((each) => each.uses?.startsWith("actions/checkout@"))) {
      expect(step.with).toMatchObject({ "persist-credentials": false });
    }
    for (const job of jobs.filter((each) => each.steps)) expect(job["timeout-minutes"]).toBeGreaterThan(0);
    if (!("workflow_call" in workflow.on)) expect(workflow.concurrency?.group).toBeTruthy();
  });

  it("prints no secret, and puts nothing that others write into a command", () => {
    for (const each of commands) {
      expect(each).not.toMatch(/echo .*(SECRET|TOKEN|PASSWORD|KEY)|set -x|printenv|\benv\b *$/);
      expect(each).not.toMatch(/\$\{\{ *(github\.(event|head_ref)|inputs\.)/);
    }
  });

  it("names npm scripts, files and environments that exist", () => {
    for (const each of commands.join("\n").matchAll(/npm run (?:-s )?([\w:-]+)/g))
      expect(scripts).toHaveProperty(each[1] ?? "");
    for (const path of text(file).matchAll(/[\w./-]+Dockerfile/g))
      expect(Object.values(DOCKERFILES)).toContain(path[0]);
  });
});

const builds = (file: string) =>
  Object.values((parseYaml(text(file)) as Workflow).jobs)
    .flatMap((job) => (job.steps ?? []).map((step) => ({ step, matrix: job.strategy?.matrix })))
    .filter(({ step }) => step.uses?.startsWith("docker/build-push-action@"));

it("CI builds both images by commit, out of what it has built before, and pushes none", () => {
  const [build] = builds("ci.yml");
  expect(builds("ci.yml").length).toBe(1);
  expect(build?.matrix?.include).toEqual(Object.entries(DOCKERFILES).map(([image, file]) => ({ image, file })));
  expect(build?.step.with).toMatchObject({
    context: ".",
    file: `\${{ matrix.file }}`,
    push: false,
    tags: expect.stringContaining("github.sha"),
    "cache-from": expect.stringMatching(/^type=gha,scope=\$\{\{ matrix.image \}\}$/),
    "cache-to": expect.stringMatching(/^type=gha,scope=\$\{\{ matrix.image \}\},mode=max$/),
  });
  expect(text("ci.yml")).not.toMatch(/docker (login|push)|docker\/login-action/);
});

it("a deployment pushes both images by commit, with provenance, what is in them, and Debian as it is on that day", () => {
  const pushed = builds("deploy-environment.yml").map(({ step }) => step.with);
  expect(pushed.map((each) => each?.file)).toEqual(Object.values(DOCKERFILES));
  for (const [at, image] of Object.keys(DOCKERFILES).entries()) {
    expect(pushed[at]).toMatchObject({
      push: true,
      tags: `\${{ env.REGISTRY }}/holdfast-\${{ env.ENVIRONMENT }}-${image}:\${{ github.sha }}`,
      "build-args": `REVISION=\${{ github.sha }}`,
      provenance: "mode=max",
      sbom: true,
      "cache-from": `type=gha,scope=${image}`,
    });
    const { stages } = parseDockerfile(readFileSync(new URL(Object.values(DOCKERFILES)[at] ?? "", ROOT), "utf8"));
    expect(pushed[at]?.["no-cache-filters"]).toBe(stages.at(-1)?.name);
  }
});

it("staging goes before production, and both are the environments that AWS trusts", () => {
  const { jobs } = parseYaml(text("deploy.yml")) as {
    jobs: Record<string, { needs?: string | string[]; with: { environment: string } }>;
  };
  expect(jobs.production?.needs).toContain("staging");
  expect(jobs.staging?.with.environment).toBe(DEV.delivery?.environment);
  expect(jobs.production?.with.environment).toBe(PROD.delivery?.environment);
});

it("dependabot looks after packages, actions and base images, and moves the base of both images at once", () => {
  const { updates } = parseYaml(readFileSync(new URL(".github/dependabot.yml", ROOT), "utf8")) as {
    updates: {
      "package-ecosystem": string;
      directories?: string[];
      groups?: Record<string, Record<string, unknown>>;
    }[];
  };
  expect(updates.map((each) => each["package-ecosystem"]).sort()).toEqual(["docker", "github-actions", "npm"]);
  const images = updates.find((each) => each["package-ecosystem"] === "docker");
  expect(images?.directories).toEqual(
    Object.values(DOCKERFILES).map((file) => `/${file.slice(0, file.lastIndexOf("/"))}`),
  );
  expect(Object.values(images?.groups ?? {})).toEqual([{ "group-by": "dependency-name", patterns: ["node"] }]);
  for (const folder of updates.flatMap((each) => each.directories ?? [])) {
    expect(
      readdirSync(new URL(`.${folder}`, ROOT)).some((name) => name.endsWith("Dockerfile")),
      folder,
    ).toBe(true);
  }
});
