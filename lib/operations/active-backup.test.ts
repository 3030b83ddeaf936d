import { expect, test } from "vitest";
import { ACTIVE_BACKUP_KEY } from "@/lib/domain/bucket-keys";
import { runId } from "@/lib/domain/ids-schema";
import { MemoryObjectStore } from "@/lib/testing/memory-object-store";
import { claimBackup, readActiveBackup } from "./active-backup";

const claim = (letter: string) => ({ run: runId.parse(`20261101T020000Z-${letter.repeat(6)}`), since: "2026-11-01" });

test("of any number that claim over the same state exactly one succeeds, also over none", async () => {
  const records = new MemoryObjectStore();
  for (const runs of ["abc", "def", "ghi"]) {
    const seen = await readActiveBackup(records);
    const results = await Promise.all([...runs].map((each) => claimBackup(records, claim(each), seen?.etag)));
    expect(results.filter(Boolean)).toHaveLength(1);
    expect((await readActiveBackup(records))?.run).toBe(claim(runs[results.indexOf(true)] ?? "").run);
  }
});

test("a claim that cannot be understood can be replaced, and is nobody's", async () => {
  const records = new MemoryObjectStore();
  await records.put(ACTIVE_BACKUP_KEY, "{");
  const seen = await readActiveBackup(records);
  expect(seen?.run).toBeUndefined();
  expect(await claimBackup(records, claim("a"), seen?.etag)).toBe(true);
});
