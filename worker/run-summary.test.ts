import { expect, test } from "vitest";
import type { ManifestEntry } from "@/lib/domain/manifest";
import { sampleEntry, sampleManifest } from "@/lib/testing/sample-manifest";
import { createLog } from "./log";
import { tellSummary } from "./run-summary";

const reason = { code: "pack-invalid", message: "the pack is damaged", hint: "Run git fsck on a clone." };
const failed = (index: number): ManifestEntry => sampleEntry(`acme/bad-${index}`, "failed", { reason });

function told(format: "json" | "human", repos: ManifestEntry[]): string {
  let out = "";
  const write = (line: string) => {
    out += line;
  };
  const manifest = sampleManifest("2026-11-02", repos);
  const where = { bucket: "backups", root: "github-backup", run: "20261102T020000Z-aaaaaa" };
  const log = createLog({ format, write, now: () => new Date(0) });
  tellSummary({ manifest, ...where, receivedBytes: 5 * 1024 * 1024, seconds: 2 }, log);
  return out;
}

test("people get an aligned table: every outcome, bytes, time, rate, where to look", () => {
  const many = Array.from({ length: 12 }, (_, index) => sampleEntry(`acme/good-${index}`));
  expect(told("human", [...many, sampleEntry("acme/new", "empty")])).toBe(`
  captured     12
  unchanged     0
  empty         1
  unavailable   0
  failed        0
  vanished      0
  stored       1000 B
  received     5.00 MiB, 2.50 MiB/s
  took         2 s
  snapshot     2026-11-02
  look at      s3://backups/github-backup/2026-11-02/manifest.json
  run          20261102T020000Z-aaaaaa

`);
});

test("the first ten failures are told with reason and hint, the others counted", () => {
  const text = told(
    "human",
    Array.from({ length: 13 }, (_, index) => failed(index)),
  );
  expect(text).toContain("snapshot     2026-11-02 (not whole)");
  expect(text).toContain("  failed: acme/bad-9: the pack is damaged\n    Run git fsck on a clone.\n");
  expect(text).not.toContain("bad-10");
  expect(text).toContain("and 3 others; the manifest names all");
});

test("machines get one event with the same numbers", () => {
  const out = told("json", [sampleEntry("acme/good"), failed(0)]);
  expect(out.trim().split("\n")).toHaveLength(1);
  expect(JSON.parse(out)).toMatchObject({
    event: "summary",
    message: "5.00 MiB received, 1000 B stored in 2 s",
    snapshot: "2026-11-02",
    manifest: "s3://backups/github-backup/2026-11-02/manifest.json",
    captured: 1,
    unchanged: 0,
    empty: 0,
    unavailable: 0,
    failed: 1,
    vanished: 0,
    stored_bytes: 1000,
    received_bytes: 5 * 1024 * 1024,
    duration_ms: 2000,
    bytes_per_second: 2.5 * 1024 * 1024,
    failures: [{ repo: "acme/bad-0", outcome: "failed", ...reason }],
  });
});
