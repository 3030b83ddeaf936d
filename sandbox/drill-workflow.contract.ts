// The workflow that starts a drill, as it stands in .github/workflows, run by bash with the AWS CLI: under the role that infra/ makes
// for it, and nothing more.
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseYaml } from "../infra/testing/yaml";
import { credentialVariables } from "./environment";
import { BUCKETS, CLUSTER, REGION } from "./names";
import { DRILL_START_PRINCIPAL } from "./roles";
import { TestSandbox } from "./testing/test-sandbox";

const exec = promisify(execFile);
const hasTools = await exec("bash", ["-c", "command -v aws jq openssl"]).then(
  () => true,
  () => false,
);

describe.skipIf(!hasTools)("restore-drill.yml", () => {
  let box: TestSandbox;
  let directory: string;
  beforeAll(async () => {
    box = await TestSandbox.start([{ name: "one", description: "", history: { commits: 3, releases: 1 } }]);
    directory = await mkdtemp(path.join(tmpdir(), "holdfast-workflow-"));
    await fetch(`${box.urls.aws}/_sandbox/principals`, { method: "POST", body: JSON.stringify(DRILL_START_PRINCIPAL) });
  });
  afterAll(async () => {
    await box.stop();
    await rm(directory, { recursive: true, force: true });
  });

  /** GitHub runs each step by `bash -e`; which address AWS has is the one thing that is not in it. */
  async function runWorkflow() {
    const { jobs } = parseYaml(await readFile(".github/workflows/restore-drill.yml", "utf8")) as {
      jobs: { drill: { steps: { run?: string }[] } };
    };
    const script = jobs.drill.steps.flatMap(({ run }) => run ?? []).join("\n");
    const addressed = `aws() { case "$1" in s3) url=${box.urls.s3};; *) url=${box.urls.aws};; esac; command aws --endpoint-url "$url" "$@"; }`;
    const file = path.join(directory, "step.sh");
    await writeFile(file, `${addressed}\n${script}`);
    const env = {
      ...credentialVariables(DRILL_START_PRINCIPAL),
      PATH: process.env.PATH,
      HOME: directory,
      AWS_DEFAULT_REGION: REGION,
      CLUSTER,
      RECORDS: BUCKETS.records,
      LOOK_EVERY_SECONDS: "0.3",
      GITHUB_STEP_SUMMARY: path.join(directory, "summary"),
    };
    return exec("bash", ["-e", file], { env: env as unknown as NodeJS.ProcessEnv }).then(
      ({ stdout }) => ({ code: 0, stdout }),
      ({ code, stdout, stderr }) => ({ code, stdout: `${stdout}${stderr}` }),
    );
  }

  test("fails where there is nothing to restore", async () => {
    const { code, stdout } = await runWorkflow();
    expect(stdout).toMatch(/drill \d{8}T\d{6}Z-\w{6} is arn:aws:ecs:/);
    expect(code).not.toBe(0);
  });

  test("starts the drill, waits for its end, and tells what came back", async () => {
    expect((await box.worker(["backup"])).exitCode).toBe(0);
    const { code, stdout } = await runWorkflow();
    expect(code, stdout).toBe(0);
    expect(stdout).toContain('"state": "passed"');
    expect(await readFile(path.join(directory, "summary"), "utf8")).toContain('"acme/one"');
  });
});
