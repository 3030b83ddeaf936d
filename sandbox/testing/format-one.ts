// A bucket as InfraHouse's program leaves it: a bundle by git itself for each repository, and a manifest that knows a name,
// a size and a key.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { DEFAULT_ROOT, manifestKey } from "@/lib/domain/bucket-keys";
import type { SnapshotId } from "@/lib/domain/ids";
import { BUCKETS } from "../names";
import { runGit } from "../seed/fast-import";

/** Writes one day of it. `sources`: the repositories on disk, by name. */
export async function writeFormatOne(
  s3: S3Client,
  day: SnapshotId,
  sources: ReadonlyMap<string, string>,
): Promise<void> {
  const scratch = await mkdtemp(path.join(tmpdir(), "holdfast-format-one-"));
  const put = (Key: string, Body: Buffer | string) =>
    s3.send(new PutObjectCommand({ Bucket: BUCKETS.backups, Key, Body }));
  const repos: { repo: string; size_bytes: number; s3_key: string }[] = [];
  for (const [index, [repo, source]] of [...sources].entries()) {
    const [mirror, file] = [path.join(scratch, `${index}.git`), path.join(scratch, `${index}.bundle`)];
    await runGit(["clone", "--quiet", "--mirror", source, mirror]);
    await runGit(["-C", mirror, "bundle", "create", "--quiet", file, "--all"]);
    const bytes = await readFile(file);
    const s3_key = `${DEFAULT_ROOT}/${day}/${repo}.bundle`;
    await put(s3_key, bytes);
    repos.push({ repo, size_bytes: bytes.length, s3_key });
  }
  const timestamp = `${day}T02:00:00+00:00`;
  const manifest = { timestamp, date: day, total_repos: repos.length, success_count: repos.length, repos };
  await put(manifestKey(DEFAULT_ROOT, day), JSON.stringify(manifest, null, 2));
  await rm(scratch, { recursive: true, force: true });
}
