import { readdirSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import path from "node:path";
import { setImmediate as yieldToOthers } from "node:timers/promises";
import { type BucketFiles, DATA, DATA_SUFFIX, OBJECTS, UPLOADS } from "./bucket-files";
import type { OpenUpload, Part, Upload } from "./upload";
import type { Version } from "./version";

export interface LoadedBucket {
  versions: Version[];
  uploads: OpenUpload[];
}

/**
 * Reads back what the sidecars say, and sweeps away what no sidecar speaks of: temporary files, bytes of uploads that
 * were cut off, parts of uploads that completed. A sidecar whose bytes are missing is left out and named in the log.
 */
export async function loadBucket(files: BucketFiles, log: (line: string) => void): Promise<LoadedBucket> {
  const dataFiles = await scanData(files.root);
  const versions: Version[] = [];
  const inUse = new Set<string>();
  let unreadable = 0;
  for await (const file of sidecars(path.join(files.root, OBJECTS))) {
    const version = readSidecar<Version>(file, log);
    if (!version) {
      unreadable += 1;
      continue;
    }
    const data = namedData(version);
    for (const name of data) inUse.add(name);
    if (data.every((name) => dataFiles.has(name))) versions.push(version);
    else log(`s3: ignored ${file}: the bytes of ${version.key} (version ${version.versionId}) are missing on disk`);
  }
  const completed = new Set(versions.map((version) => (version.kind === "object" ? version.uploadId : undefined)));
  const uploads = await loadUploads(files, completed, dataFiles, log);
  for (const { parts } of uploads) for (const part of parts.values()) inUse.add(part.file);
  const orphans = [...dataFiles].filter((name) => !inUse.has(name));
  // Bytes of a sidecar that cannot be read look like nobody's: better to keep too much than to lose an object.
  if (orphans.length > 0 && unreadable === 0) {
    log(`s3: swept ${orphans.length} unfinished file(s) of ${files.root}`);
    await files.removeData(orphans);
  }
  return { versions, uploads };
}

async function loadUploads(
  files: BucketFiles,
  completed: ReadonlySet<string | undefined>,
  dataFiles: ReadonlySet<string>,
  log: (line: string) => void,
): Promise<OpenUpload[]> {
  const folder = path.join(files.root, UPLOADS);
  const uploads = new Map<string, OpenUpload>();
  const parts: { uploadId: string; file: string }[] = [];
  for (const file of await jsonFiles(folder)) {
    const [uploadId = "", number] = path.basename(file, ".json").split(".");
    if (number !== undefined) parts.push({ uploadId, file });
    else if (completed.has(uploadId)) await rm(file, { force: true });
    else {
      const upload = readSidecar<Upload>(file, log);
      if (upload) uploads.set(uploadId, { upload, parts: new Map() });
    }
  }
  for (const { uploadId, file } of parts) {
    const part = readSidecar<Part>(file, log);
    const open = uploads.get(uploadId);
    if (part && open && dataFiles.has(part.file)) open.parts.set(part.number, part);
    else await rm(file, { force: true });
  }
  return [...uploads.values()];
}

/** The names of the finished data files. What is not finished is removed. */
async function scanData(root: string): Promise<Set<string>> {
  const names = new Set<string>();
  for (const shard of readdirSync(path.join(root, DATA))) {
    const folder = path.join(root, DATA, shard);
    for (const file of readdirSync(folder)) {
      if (file.endsWith(DATA_SUFFIX)) names.add(path.basename(file, DATA_SUFFIX));
      else await rm(path.join(folder, file), { force: true });
    }
  }
  return names;
}

async function* sidecars(folder: string): AsyncGenerator<string> {
  for (const shard of readdirSync(folder)) {
    yield* await jsonFiles(path.join(folder, shard));
    // Reading is synchronous because that is several times faster; other servers of this process get their turn here.
    await yieldToOthers();
  }
}

async function jsonFiles(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const file of readdirSync(folder)) {
    if (file.endsWith(".json")) found.push(path.join(folder, file));
    else await rm(path.join(folder, file), { force: true });
  }
  return found;
}

function readSidecar<T>(file: string, log: (line: string) => void): T | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as T;
  } catch (error) {
    log(`s3: ignored ${file}: it cannot be read (${String(error)})`);
    return undefined;
  }
}

function namedData(version: Version): string[] {
  return version.kind === "object" ? version.segments.map((segment) => segment.file) : [];
}
