import { readFile } from "node:fs/promises";
import { DEFAULT_ROOT, GUIDE_FILES, type GuideFile, guideKey } from "@/lib/domain/bucket-keys";
import { asAppError, hasCode } from "@/lib/domain/errors";
import type { ObjectStore } from "@/lib/ports/object-store";
import type { Log } from "./log";

/** What can stand in a shell script and in a text without being quoted. */
const PLAIN_ROOT = /^[A-Za-z0-9][A-Za-z0-9._/-]*$/;

/** A guide is some kilobytes; what is larger is not ours, and is replaced without being read to its end. */
const MAX_GUIDE_BYTES = 256 * 1024;

/**
 * README.txt and restore.sh beside the snapshots: how to restore with git and aws alone. One read each; written only where
 * they are missing or of another version. That they cannot be written is said, and is no reason for a backup to fail.
 * @returns what could not be done, in sentences
 */
export async function writeBucketGuide(store: ObjectStore, root: string, log: Log): Promise<string[]> {
  const done = await Promise.all(GUIDE_FILES.map((file) => writeOne(store, root, file, log)));
  return done.flatMap((problem) => problem ?? []);
}

/** The text of a guide for a bucket whose keys begin with `root`. */
export async function guideText(file: GuideFile, root: string): Promise<string> {
  // Beside main.mjs in the bundle; beside this file when the sources run.
  const text = await readFile(new URL(`./bucket-guide/${file}`, import.meta.url), "utf8");
  return PLAIN_ROOT.test(root) ? text.replaceAll(DEFAULT_ROOT, root) : text;
}

async function writeOne(store: ObjectStore, root: string, file: GuideFile, log: Log): Promise<string | undefined> {
  const key = guideKey(root, file);
  try {
    const text = await guideText(file, root);
    const found = await currentText(store, key);
    if (found === text) return undefined;
    const onlyIf = found === "unreadable" ? "absent" : undefined;
    await store.put(key, text, { onlyIf, contentType: "text/plain; charset=utf-8" });
    log.info("bucket-guide", `wrote ${key}: how to restore without Holdfast`);
    return undefined;
  } catch (error) {
    // A role that may only write cannot know whether what is there is the newest; that there is one is enough.
    if (hasCode(error, "object-exists")) return undefined;
    const { message, code, hint } = asAppError(error);
    log.warn("bucket-guide", `${key} could not be written: ${message}`, { code, hint });
    return `${key}, which tells how to restore without Holdfast, could not be written: ${message}. ${hint}`;
  }
}

/** Undefined where there is none, or none of ours; `unreadable` where this role may not look. */
async function currentText(store: ObjectStore, key: string): Promise<string | "unreadable" | undefined> {
  try {
    return (await store.readText(key, { maxBytes: MAX_GUIDE_BYTES })).text;
  } catch (error) {
    if (hasCode(error, "object-missing", "object-too-large")) return undefined;
    if (hasCode(error, "storage-denied")) return "unreadable";
    throw error;
  }
}
