import { execFile } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ADMIN } from "@/sandbox/shared/principals";
import { S3Fixture } from "./testing/s3-fixture";

// A client by other hands, in another language, from before the SDK's present defaults: what both of them understand
// is not merely what the server and the SDK agree on.
const AWS = "/usr/bin/aws";
const run = promisify(execFile);

describe.skipIf(!existsSync(AWS))("Debian's aws command line (skipped where /usr/bin/aws is missing)", () => {
  let s3: S3Fixture;
  let folder: string;
  beforeAll(async () => {
    s3 = await S3Fixture.start();
    folder = await mkdtemp(path.join(tmpdir(), "holdfast-aws-cli-"));
  });
  afterAll(async () => {
    await s3.close();
    await rm(folder, { recursive: true });
  });

  const aws = async (...args: string[]): Promise<string> => {
    const env: NodeJS.ProcessEnv = {
      NODE_ENV: "test",
      PATH: "/usr/bin:/bin",
      HOME: folder,
      AWS_ACCESS_KEY_ID: ADMIN.accessKeyId,
      AWS_SECRET_ACCESS_KEY: ADMIN.secretAccessKey,
      AWS_DEFAULT_REGION: "us-east-1",
      AWS_EC2_METADATA_DISABLED: "true",
    };
    const { stdout } = await run(AWS, ["--endpoint-url", s3.url(), "--output", "json", ...args], { env, cwd: folder });
    return stdout;
  };

  test("makes a bucket, syncs a folder both ways byte for byte, in parts where it is large", async () => {
    await aws("s3", "mb", "s3://cli");
    const files = {
      "small.txt": Buffer.from("hello"),
      "d é/with space+.bin": randomBytes(1000),
      "large.bin": randomBytes(20 * 1024 ** 2),
    };
    for (const [name, content] of Object.entries(files)) {
      const file = path.join(folder, "up", name);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, content);
    }
    await aws("s3", "sync", "up", "s3://cli/tree");
    await aws("s3", "sync", "s3://cli/tree", "down");
    for (const [name, content] of Object.entries(files)) {
      expect((await readFile(path.join(folder, "down", name))).equals(content), name).toBe(true);
    }
    const head = JSON.parse(await aws("s3api", "head-object", "--bucket", "cli", "--key", "tree/large.bin"));
    expect(head.ETag).toMatch(/-3"$/);
    await aws("s3", "cp", "s3://cli/tree/large.bin", "s3://cli/copied.bin");
    expect(await aws("s3", "ls", "s3://cli", "--recursive")).toContain("tree/d é/with space+.bin");
  }, 180_000);

  test("lists versions and gets one by its id", async () => {
    await aws("s3api", "create-bucket", "--bucket", "cli-versions");
    await aws(
      "s3api",
      "put-bucket-versioning",
      "--bucket",
      "cli-versions",
      "--versioning-configuration",
      "Status=Enabled",
    );
    for (const body of ["one", "two"]) {
      await writeFile(path.join(folder, "body"), body);
      await aws("s3api", "put-object", "--bucket", "cli-versions", "--key", "k", "--body", "body");
    }
    await aws("s3", "rm", "s3://cli-versions/k");
    const listed = JSON.parse(await aws("s3api", "list-object-versions", "--bucket", "cli-versions"));
    expect([listed.Versions.length, listed.DeleteMarkers.length]).toEqual([2, 1]);
    const version = listed.Versions[1].VersionId;
    await aws("s3api", "get-object", "--bucket", "cli-versions", "--key", "k", "--version-id", version, "got");
    expect(await readFile(path.join(folder, "got"), "utf8")).toBe("one");
  }, 120_000);

  test("presigns a URL that anybody can read", async () => {
    const content = randomBytes(100);
    await writeFile(path.join(folder, "body"), content);
    await aws("s3", "mb", "s3://cli-presign");
    await aws("s3", "cp", "body", "s3://cli-presign/a b.bin");
    const url = (await aws("s3", "presign", "s3://cli-presign/a b.bin", "--expires-in", "60")).trim();
    const got = Buffer.from(await (await fetch(url)).arrayBuffer());
    expect(createHash("md5").update(got).digest("hex")).toBe(createHash("md5").update(content).digest("hex"));
    expect(JSON.parse(await aws("s3api", "get-bucket-location", "--bucket", "cli-presign"))).toEqual({
      LocationConstraint: null,
    });
  }, 60_000);
});
