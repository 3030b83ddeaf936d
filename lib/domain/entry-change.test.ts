import { describe, expect, test } from "vitest";
import { sampleEntry } from "@/lib/testing/sample-manifest";
import { changeInWords, changeKinds, entryChange } from "./entry-change";
import type { ManifestEntry } from "./manifest";

const full = { s3_key: "b/2026-11-20/acme/api.bundle", kind: "full" as const, size_bytes: 5000 };
const increment = { s3_key: "b/2026-11-21/acme/api.inc.bundle", kind: "incremental" as const, size_bytes: 70 };
const entry = (parts: Partial<ManifestEntry>): ManifestEntry => ({ ...sampleEntry("acme/api"), ...parts });

describe("what a snapshot added of a repository", () => {
  test("an increment: its bytes, and how many refs became something else", () => {
    const changes = { created: 0, deleted: 1, moved: 2 };
    const change = entryChange(entry({ outcome: "captured", chain: [full, increment], changes }));
    expect(change).toEqual({ kind: "incremental", bytes: 70, refs: changes });
    expect(change && changeInWords(change)).toBe("2 refs moved, 1 deleted");
    expect(changeKinds(change)).toBe("refs moved, refs deleted");
  });

  test("one ref is one ref", () => {
    expect(changeInWords({ kind: "incremental", bytes: 70, refs: { created: 1, deleted: 0, moved: 0 } })).toBe(
      "1 ref created",
    );
  });

  test("a full bundle needs nothing before it, and says nothing of refs", () => {
    const change = entryChange(entry({ outcome: "captured", chain: [full] }));
    expect(change).toEqual({ kind: "full", bytes: 5000 });
    expect(change && changeInWords(change)).toBe("Full bundle");
    expect(changeKinds(change)).toBe("full bundle");
  });

  test("an increment of a run that was lost says that it is one", () => {
    const change = entryChange(entry({ outcome: "captured", chain: [full, increment] }));
    expect(change && changeInWords(change)).toBe("Incremental bundle");
  });

  test("an increment in which no ref but HEAD changed is not without words", () => {
    const changes = { created: 0, deleted: 0, moved: 0 };
    const change = entryChange(entry({ outcome: "captured", chain: [full, increment], changes }));
    expect(change && changeInWords(change)).toBe("Incremental bundle");
  });

  test.each(["unchanged", "empty", "failed", "unavailable"] as const)("nothing was written: %s", (outcome) => {
    expect(entryChange(entry({ outcome, chain: [full, increment] }))).toBeUndefined();
    expect(changeKinds(undefined)).toBe("");
  });
});
