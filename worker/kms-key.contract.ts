// Both Apps' keys in KMS and nowhere else: Secrets Manager has none, and no role may ask it.

import { generateKeyPairSync } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { CreateKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { DeleteSecretCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { afterAll, beforeAll, expect, test } from "vitest";
import { backupStatements, restoreStatements } from "@/infra/role-statements";
import { SECRETS } from "@/sandbox/names";
import { clientOptions } from "@/sandbox/provision-shared";
import { ROLE_SCOPE, rolePrincipal } from "@/sandbox/roles";
import type { Principal } from "@/sandbox/shared/principals";
import { importAppKey } from "@/sandbox/testing/import-app-key";
import { TestSandbox } from "@/sandbox/testing/test-sandbox";

let box: TestSandbox;
const keys = { backup: "", restore: "" };
let roles: Record<keyof typeof keys, Principal>;
beforeAll(async () => {
  box = await TestSandbox.start([{ name: "one", description: "", history: { commits: 3, releases: 1 } }]);
  for (const app of ["backup", "restore"] as const) keys[app] = await importAppKey(box.urls.aws, await pemOf(app));
  const secrets = new SecretsManagerClient(clientOptions(box.urls.aws));
  for (const SecretId of Object.values(SECRETS))
    await secrets.send(new DeleteSecretCommand({ SecretId, ForceDeleteWithoutRecovery: true }));
  roles = {
    backup: { ...rolePrincipal("backup"), allow: backupStatements(ROLE_SCOPE, keys.backup) },
    restore: { ...rolePrincipal("restore"), allow: restoreStatements(ROLE_SCOPE, keys.restore) },
  };
  for (const role of Object.values(roles)) await put(role);
});
afterAll(() => box?.stop());

const pemOf = (app: keyof typeof keys) =>
  readFile(path.join(box.sandbox.dataDir, "github", `holdfast-${app}.pem`), "utf8");

/** As a deployment with this configuration would have the role. */
async function put(principal: Principal): Promise<void> {
  const answer = await fetch(`${box.urls.aws}/_sandbox/principals`, {
    method: "POST",
    body: JSON.stringify(principal),
  });
  expect(answer.ok).toBe(true);
}

const backUp = (key: string) =>
  box.worker(["backup"], { variables: { GITHUB_APP_KEY_SECRET_ARN: key, RETRY_PAUSE_MS: "10" } });

test("a backup, a restore and the doctor, with keys that nobody can read", async () => {
  const backup = await backUp(keys.backup);
  expect(backup.exitCode, backup.output).toBe(0);
  const { snapshot } = await box.newestManifest();
  const asked = ["restore", "--snapshot", snapshot, "--repository", "acme/one", "--target", "acme/one-again"];
  const restore = await box.worker(asked, { variables: { RESTORE_APP_KEY_SECRET_ARN: keys.restore } });
  expect(restore.exitCode, restore.output).toBe(0);
  expect(await box.lsRemote("acme/one-again")).toEqual(await box.lsRemote("acme/one"));
  const doctor = await box.worker(["doctor"], {
    variables: { GITHUB_APP_KEY_SECRET_ARN: keys.backup, RESTORE_APP_KEY_SECRET_ARN: keys.restore },
  });
  expect(doctor.exitCode, doctor.output).toBe(0);
});

test("the backup's role cannot sign as the restore App", async () => {
  const { exitCode, output } = await backUp(keys.restore);
  expect(exitCode).toBe(77);
  expect(output).toMatch(/KMS refused kms:Sign/);
});

test("another App's key is refused by GitHub, and the hint says where to look", async () => {
  const other = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ type: "pkcs1", format: "pem" });
  const wrong = await importAppKey(box.urls.aws, other.toString());
  await put({ ...roles.backup, allow: backupStatements(ROLE_SCOPE, wrong) });
  const { exitCode, events } = await backUp(wrong);
  expect(exitCode).toBe(77);
  expect(events.find(({ code }) => code === "github-credentials")?.hint).toContain("the key in KMS is this App's own");
});

test.each([
  ["that still waits for its import", "SIGN_VERIFY", /pending import/],
  ["that encrypts", "ENCRYPT_DECRYPT", /key usage is ENCRYPT_DECRYPT/],
] as const)("a key %s is told as one that cannot sign", async (_, KeyUsage, words) => {
  const kms = new KMSClient(clientOptions(box.urls.aws));
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({ Origin: "EXTERNAL", KeySpec: "RSA_2048", KeyUsage }));
  const key = KeyMetadata?.Arn ?? "";
  await put({ ...roles.backup, allow: backupStatements(ROLE_SCOPE, key) });
  const { exitCode, events } = await backUp(key);
  expect(exitCode).toBe(78);
  expect(events.find(({ code }) => code === "signing-key-unusable")).toMatchObject({
    message: expect.stringMatching(words),
    hint: expect.stringContaining("docs/deploy.md"),
  });
});
