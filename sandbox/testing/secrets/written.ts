// Everything the stand-ins keep: objects in all their versions, logs, metrics, task definitions, notifications. And the disk the
// tasks write to.
import type { Dirent } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { SecretSearch } from "./secret-search";
import type { Secrets } from "./wiretap";

/** Where secrets live: Secrets Manager's and KMS's own state, IAM's keys, the Apps' keys as GitHub has them. */
const VAULTS = [
  /^aws\/secrets-manager\.json$/,
  /^aws\/kms\.json$/,
  /^aws\/principals\.json$/,
  /^github\/[^/]+\.pem$/,
  /^github\/state\.json$/,
];

/** "file: secret" for each that is found below the directory, the vaults left out. */
export async function findWritten(directory: string, secrets: Secrets, vaults = VAULTS): Promise<string[]> {
  const search = new SecretSearch(secrets);
  const found: string[] = [];
  for (const file of await filesBelow(directory)) {
    const name = path.relative(directory, file);
    if (vaults.some((vault) => vault.test(name))) continue;
    // A name can hold a secret as well as what it names.
    for (const secret of search.in(Buffer.concat([Buffer.from(`${name}\n`), await bytesOf(file)])))
      found.push(`${name}: ${secret}`);
  }
  return found;
}

async function filesBelow(directory: string): Promise<string[]> {
  const entries: Dirent[] = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries.filter((each) => each.isFile()).map((each) => path.join(each.parentPath, each.name));
}

/** What was there for a moment is gone: a file that takes the place of another is found under that name. */
async function bytesOf(file: string): Promise<Buffer> {
  return readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return Buffer.alloc(0);
    throw error;
  });
}
