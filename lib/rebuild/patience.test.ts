import { execFileSync } from "node:child_process";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { git } from "@/lib/git/git";
import { patienceFor, withPatience } from "./patience";

const HOUR_MS = 3_600_000;

/** Git at something that never ends by itself: it reads what nobody writes. */
async function forever(signal: AbortSignal): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), "holdfast-patience-"));
  execFileSync("mkfifo", [path.join(directory, "pipe")]);
  const pipe = await open(path.join(directory, "pipe"), "r+");
  try {
    return (await git(["hash-object", "--stdin"], { signal, input: pipe.fd })).stdout;
  } finally {
    await pipe.close();
    await rm(directory, { recursive: true });
  }
}

test("a chain git does not come to an end with is refused, and git is ended", async () => {
  const work = withPatience(200, "github-backup/a.bundle", new AbortController().signal, forever);
  await expect(work).rejects.toMatchObject({
    code: "bundle-corrupt",
    message: expect.stringContaining("git was not done with it"),
  });
});

test("the end of the run stays the end of the run", async () => {
  const run = new AbortController();
  const work = withPatience(HOUR_MS, "k", run.signal, forever);
  run.abort(new Error("stopped"));
  await expect(work).rejects.not.toMatchObject({ code: "bundle-corrupt" });
});

test("what ends in time is what it is", async () => {
  expect(await withPatience(HOUR_MS, "k", new AbortController().signal, async () => 7)).toBe(7);
});

test("it grows with what there is to unpack: a terabyte has days", () => {
  expect(patienceFor(0)).toBe(HOUR_MS / 4);
  expect(patienceFor(2 ** 40)).toBeGreaterThan(7 * 24 * HOUR_MS);
});
