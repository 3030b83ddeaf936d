// The step of destroy.yml that empties the buckets, as it stands there, run by bash with the AWS CLI: under the statements that
// `forceDestroy` gives the deploy role, and without them.
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { forceDestroyPolicy } from "@/infra/policies/take-down-policy";
import { parseYaml } from "@/infra/testing/yaml";
import { credentialVariables } from "./environment";
import { REGION } from "./names";
import type { Principal } from "./shared/principals";
import { TestSandbox } from "./testing/test-sandbox";

const exec = promisify(execFile);
const hasTools = await exec("bash", ["-c", "command -v aws jq"]).then(
  () => true,
  () => false,
);
const ACCOUNT = "000000000001";
const PARTS = ["backups", "records", "access-logs", "backups-replica", "records-replica", "replica-logs"];
const buckets = PARTS.map((part) => `holdfast-thrown-${part}-${ACCOUNT}`);
const place = { region: REGION, account: ACCOUNT };
const principal = (name: string, allow: Principal["allow"]): Principal => ({
  ...{
    name,
    accessKeyId: `AKIA${name.toUpperCase().padEnd(16, "0").slice(0, 16)}`,
    secretAccessKey: `${name}-secret`,
    allow,
  },
});
const ALLOWED = principal("destroyer", forceDestroyPolicy(place, buckets));
const REFUSED = principal("deployer", forceDestroyPolicy(place, []));

describe.skipIf(!hasTools)("destroy.yml", () => {
  let box: TestSandbox;
  let directory: string;
  beforeAll(async () => {
    box = await TestSandbox.start([]);
    directory = await mkdtemp(path.join(tmpdir(), "holdfast-destroy-"));
    for (const each of [ALLOWED, REFUSED])
      await fetch(`${box.urls.aws}/_sandbox/principals`, { method: "POST", body: JSON.stringify(each) });
    for (const Bucket of buckets) {
      await box.s3.send(new CreateBucketCommand({ Bucket }));
      await box.s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }));
    }
    const [Bucket] = buckets;
    for (let index = 0; index < 1005; index++)
      await box.s3.send(new PutObjectCommand({ Bucket, Key: `k/${index}`, Body: "x" }));
    await box.s3.send(new PutObjectCommand({ Bucket, Key: "k/0", Body: "again" }));
    await box.s3.send(new DeleteObjectCommand({ Bucket, Key: "k/1" }));
  });
  afterAll(async () => {
    await box.stop();
    await rm(directory, { recursive: true, force: true });
  });

  async function empty(who: Principal): Promise<{ code: number; output: string }> {
    const { jobs } = parseYaml(await readFile(".github/workflows/destroy.yml", "utf8")) as {
      jobs: { destroy: { steps: { name?: string; run?: string }[] } };
    };
    const step = jobs.destroy.steps.find(({ name }) => name === "Empty the buckets")?.run;
    const file = path.join(directory, "step.sh");
    await writeFile(file, `aws() { command aws --endpoint-url ${box.urls.s3} "$@"; }\n${step}`);
    const env = {
      ...credentialVariables(who),
      ...{ PATH: process.env.PATH, HOME: directory, AWS_DEFAULT_REGION: REGION, ENVIRONMENT: "thrown", ACCOUNT },
    };
    return exec("bash", ["-e", file], { env: env as unknown as NodeJS.ProcessEnv }).then(
      ({ stdout }) => ({ code: 0, output: stdout }),
      ({ code, stdout, stderr }) => ({ code: Number(code), output: `${stdout}${stderr}` }),
    );
  }

  const left = async () => {
    const found = await Promise.all(buckets.map((Bucket) => box.s3.send(new ListObjectVersionsCommand({ Bucket }))));
    return found.flatMap(({ Versions = [], DeleteMarkers = [] }) => [...Versions, ...DeleteMarkers]).length;
  };

  test("a deploy role without forceDestroy destroys nothing, and the step fails", async () => {
    const before = await left();
    const { code, output } = await empty(REFUSED);
    expect([code, output]).toEqual([expect.any(Number), expect.stringContaining("AccessDenied")]);
    expect(code).not.toBe(0);
    expect([before, await left()]).toEqual([1000, 1000]);
  });

  test("with it every version and marker goes, of every bucket, however many there are", async () => {
    const { code, output } = await empty(ALLOWED);
    expect(code, output).toBe(0);
    expect(await left()).toBe(0);
  });
});
