// While a part of what is new is in and a part is not, nobody may take the catalogue for whole.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { bundleKey, manifestKey } from "@/lib/domain/bucket-keys";
import { repositoryName, snapshotId } from "@/lib/domain/ids-schema";
import { serialiseManifest } from "@/lib/domain/manifest";
import { fillCatalogue } from "@/lib/operations/fill-catalogue";
import { sampleEntry, sampleManifest } from "@/lib/testing/sample-manifest";
import { twoBuckets } from "@/lib/testing/two-buckets";
import { CatalogueFile } from "./catalogue-file";

const ROOT = "github-backup";

let directory: string;
let file: CatalogueFile;
let { sides, primary, replica } = twoBuckets();

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), "filling-told-test-"));
  file = new CatalogueFile(directory, { buckets: "these", root: ROOT });
  ({ sides, primary, replica } = twoBuckets());
});

afterEach(() => {
  file.close();
  rmSync(directory, { recursive: true, force: true });
});

async function put(days: string[], ...stores: (typeof primary)[]) {
  for (const manifest of days.map((day) => sampleManifest(day, [sampleEntry("acme/a")])))
    for (const store of stores) await store.put(manifestKey(ROOT, manifest.snapshot), serialiseManifest(manifest));
}

/** What a look told, with how many copies were in when it did. */
async function look(): Promise<string[]> {
  const told: string[] = [];
  const writer = file.writer();
  const tell = (what: string) => (progress: { done: number; total: number }) =>
    told.push(`${what} ${progress.done} of ${progress.total}, ${[...writer.copies()].length} in`);
  const now = () => new Date("2026-11-21T12:00:00Z");
  await fillCatalogue({ sides, writer, now, onNew: tell("new"), onProgress: tell("put") });
  return told;
}

test("that there is something new is told before the first of it is in", async () => {
  await put(["2026-11-01"], primary);
  expect(await look()).toEqual(["new 0 of 1, 0 in", "put 1 of 1, 1 in"]);
  await put(["2026-11-02", "2026-11-03"], primary);
  expect(await look()).toEqual(["new 1 of 3, 1 in", "put 2 of 3, 2 in", "put 3 of 3, 3 in"]);
  expect(await look()).toEqual([]);
});

test("a copy that arrives, and a backup that is under way, leave no gap and are not told as new", async () => {
  await put(["2026-11-01"], primary);
  await primary.put(bundleKey(ROOT, snapshotId.parse("2026-11-20"), repositoryName.parse("acme/a"), "full"), "a part");
  await look();
  await put(["2026-11-01"], replica);
  expect(await look()).toEqual(["put 1 of 2, 2 in", "put 2 of 2, 3 in"]);
});
