import { execFileSync } from "node:child_process";
import path from "node:path";
import { expect, test } from "vitest";
import { GUIDE_FILES, guideKey } from "@/lib/domain/bucket-keys";
import { AppError } from "@/lib/domain/errors";
import type { ObjectStore } from "@/lib/ports/object-store";
import { MemoryObjectStore } from "@/lib/testing/memory-object-store";
import { createLog } from "./log";
import { guideText, writeBucketGuide } from "./write-bucket-guide";

const lines: string[] = [];
const log = createLog({ format: "json", write: (line) => lines.push(line), now: () => new Date(0) });
const write = (store: ObjectStore, root = "github-backup") => writeBucketGuide(store, root, log);

/** A bucket that counts what is asked of it. */
class CountingStore extends MemoryObjectStore {
  reads = 0;
  puts = 0;
  override async readText(...args: Parameters<MemoryObjectStore["readText"]>) {
    this.reads += 1;
    return super.readText(...args);
  }
  override async put(...args: Parameters<MemoryObjectStore["put"]>) {
    this.puts += 1;
    return super.put(...args);
  }
}

test("both are written once, and again only when their text is another", async () => {
  const store = new CountingStore();
  expect(await write(store)).toEqual([]);
  expect(store).toMatchObject({ reads: 2, puts: 2 });
  expect(await write(store)).toEqual([]);
  expect(store).toMatchObject({ reads: 4, puts: 2 });
  await store.put(guideKey("github-backup", "restore.sh"), "an older version");
  await write(store);
  expect(store.puts).toBe(4);
  for (const file of GUIDE_FILES) {
    expect((await store.readText(guideKey("github-backup", file))).text).toBe(await guideText(file, "github-backup"));
  }
});

test("a role that may not read writes what is missing and leaves alone what is there", async () => {
  class WriteOnly extends CountingStore {
    override async readText(): Promise<never> {
      throw new AppError("storage-denied", { bucket: this.bucket, action: "s3:GetObject" });
    }
  }
  const store = new WriteOnly();
  expect(await write(store)).toEqual([]);
  expect(await write(store)).toEqual([]);
  expect((await store.head(guideKey("github-backup", "README.txt"))).sizeBytes).toBeGreaterThan(1000);
  expect(store.puts).toBe(4);
});

test("a bucket that fails is a warning with a hint, never an error", async () => {
  const store = new MemoryObjectStore();
  store.failure = new AppError("storage-unreachable", { bucket: "memory", detail: "it is away" });
  const problems = await write(store);
  expect(problems).toHaveLength(2);
  expect(problems[0]).toContain("it is away");
  expect(lines.at(-1)).toContain('"level":"warn"');
});

test("they speak of the root that the bucket has, unless it would need quoting", async () => {
  const store = new MemoryObjectStore();
  await write(store, "vault/git");
  const script = (await store.readText("vault/git/restore.sh")).text;
  expect(script).toContain(":-vault/git}");
  expect(script).not.toContain("github-backup");
  expect((await store.readText("vault/git/README.txt")).text).toContain("s3://BUCKET/vault/git/restore.sh");
  expect(await guideText("restore.sh", "it's")).toBe(await guideText("restore.sh", "github-backup"));
});

test("the script is POSIX shell by every shell there is here, in plain ASCII, and the text fits a terminal", async () => {
  const script = path.resolve("worker/bucket-guide/restore.sh");
  const shells = [["sh"], ["dash"], ["bash", "--posix"], ["busybox", "sh"], ["ksh"], ["mksh"]].filter(([name = ""]) => {
    try {
      return execFileSync("sh", ["-c", `command -v ${name}`]);
    } catch {
      return false;
    }
  });
  for (const [shell = "sh", ...options] of shells) execFileSync(shell, [...options, "-n", script]);
  for (const file of GUIDE_FILES) {
    const text = await guideText(file, "github-backup");
    expect(text).toMatch(/^[\x20-\x7e\n]*$/);
    if (file === "README.txt")
      expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(120);
  }
});
