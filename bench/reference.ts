// The reference, InfraHouse's backup.py, as faithfully as it can be had here: for every repository, one after the other,
// `git clone --mirror`, `git bundle create --all`, upload, remove; then the manifest. The same token, the same bucket API.
import { execFileSync } from "node:child_process";
import { createReadStream } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import path from "node:path";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { App } from "@octokit/app";
import { Octokit } from "@octokit/core";

const variable = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is missing`);
  return value;
};

const secrets = new SecretsManagerClient({});
const privateKey =
  (await secrets.send(new GetSecretValueCommand({ SecretId: variable("GITHUB_APP_KEY_SECRET_ARN") }))).SecretString ??
  "";
const app = new App({
  appId: variable("GITHUB_APP_ID"),
  privateKey,
  Octokit: Octokit.defaults({ baseUrl: variable("GITHUB_API_URL") }),
});
const s3 = new S3Client({});
const bucket = variable("S3_BUCKET");
const day = variable("BENCH_DAY");
const scratch = await mkdtemp(path.join(variable("BENCH_SCRATCH"), "reference-"));
const repos: { repo: string; size_bytes: number; s3_key: string }[] = [];

for await (const { installation } of app.eachInstallation.iterator()) {
  const octokit = await app.getInstallationOctokit(installation.id);
  const { token } = (await octokit.auth({ type: "installation" })) as { token: string };
  for await (const { repository } of app.eachRepository.iterator({ installationId: installation.id })) {
    const mirror = path.join(scratch, "mirror.git");
    const file = path.join(scratch, "repository.bundle");
    const url = new URL(`${variable("GITHUB_SERVER_URL")}/${repository.full_name}.git`);
    url.username = "x-access-token";
    url.password = token;
    const git = (...args: string[]) => execFileSync("git", args, { stdio: "ignore" });
    git("clone", "--quiet", "--mirror", url.toString(), mirror);
    git("-C", mirror, "bundle", "create", "--quiet", file, "--all");
    const { size } = await stat(file);
    const key = `github-backup/${day}/${repository.full_name}.bundle`;
    await s3.send(
      new PutObjectCommand({ Bucket: bucket, Key: key, Body: createReadStream(file), ContentLength: size }),
    );
    repos.push({ repo: repository.full_name, size_bytes: size, s3_key: key });
    await rm(mirror, { recursive: true });
    await rm(file);
  }
}
const manifest = {
  timestamp: new Date().toISOString(),
  date: day,
  total_repos: repos.length,
  success_count: repos.length,
  repos,
};
await s3.send(
  new PutObjectCommand({ Bucket: bucket, Key: `github-backup/${day}/manifest.json`, Body: JSON.stringify(manifest) }),
);
await rm(scratch, { recursive: true });
