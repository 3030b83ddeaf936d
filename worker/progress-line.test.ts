import { expect, test } from "vitest";
import { runId } from "@/lib/domain/ids-schema";
import type { RunRecord } from "@/lib/domain/run";
import { progressLine } from "./progress-line";

const NOW = new Date("2026-04-16T02:01:00Z");
const record = (more: Partial<RunRecord> = {}): RunRecord => ({
  version: 1,
  id: runId.parse("20260416T020000Z-abcdef"),
  kind: "backup",
  state: "running",
  trigger: "manual",
  requested_at: "2026-04-16T02:00:00Z",
  started_at: "2026-04-16T02:00:00Z",
  updated_at: "2026-04-16T02:01:00Z",
  phase: "capture",
  progress: {
    done: 902,
    total: 2000,
    bytes: 1_300_000_000,
    bytes_per_second: 12_900_000,
    current: ["acme/web", "acme/api", "acme/app"],
    since: "2026-04-16T02:00:00Z",
    size_done: 2_000_000_000,
    size_total: 5_000_000_000,
  },
  ...more,
});

test("how far, what is left and by what it was reckoned, how much and how fast, what it is at", () => {
  expect(progressLine(record(), NOW, 140, false)).toBe(
    "[###########-------------]  45%  902/2,000  1 min 30 s left by bytes  1.21 GiB  12.3 MiB/s  1 min 00 s  acme/web +2",
  );
});

test("it never grows longer than the terminal is wide; what tells least goes first", () => {
  for (let width = 1; width < 200; width++) {
    const line = progressLine(record(), NOW, width, false) ?? "";
    expect(line.length, String(width)).toBeLessThanOrEqual(width);
    if (width > 20) expect(line).toContain("45%  902/2,000");
  }
  expect(progressLine(record(), NOW, 80, false)).toBe(
    "[###########-------------]  45%  902/2,000  1 min 30 s left by bytes  1.21 GiB",
  );
  expect(progressLine(record(), NOW, 30, false)).toBe(" 45%  902/2,000");
});

test("colours add no width and leave no trace without them", () => {
  const coloured = progressLine(record(), NOW, 100, true) ?? "";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is taken away
  expect(coloured.replace(/\x1b\[\d+m/g, "")).toBe(progressLine(record(), NOW, 100, false));
  expect(progressLine(record(), NOW, 100, false)).not.toContain("\x1b");
});

test("a wait for GitHub's limit is what one must know", () => {
  const waiting = record({ waiting: { until: "2026-04-16T02:31:10.000Z", accounts: ["acme"] } });
  expect(progressLine(waiting, NOW, 100, false)).toContain("GitHub's limit: waiting until 02:31 UTC");
});

test("a phase without numbers tells its name and how long it has taken", () => {
  expect(progressLine(record({ phase: "list", progress: undefined }), NOW, 100, false)).toBe(
    "List every repository the App can see  1 min 00 s",
  );
  expect(progressLine(record({ phase: "manifest" }), NOW, 100, false)).toContain("Write the manifest");
});

test("a restore counts the bytes it reads, a restore of many its repositories, and its later steps tell their names", () => {
  const restore = {
    kind: "restore",
    progress: { done: 1024 ** 2, total: 4 * 1024 ** 2, bytes: 1024 ** 2, current: [] },
  };
  const at = (phase: string) => progressLine(record({ ...restore, phase } as Partial<RunRecord>), NOW, 100, false);
  expect(at("read")).toContain(" 25%  1.00 MiB of 4.00 MiB");
  expect(at("push")).toMatch(/^Push every branch and tag {2}/);
  const pushing = { since: "2026-04-16T02:00:40Z", sent: 1024 ** 2, of: 4 * 1024 ** 2 };
  const pushed = (push: object) =>
    progressLine(
      record({ ...restore, phase: "push", progress: { ...restore.progress, push } } as Partial<RunRecord>),
      NOW,
      160,
      false,
    );
  expect(pushed(pushing)).toMatch(/1\.00 MiB of at most 4\.00 MiB {2}at most about 1 min 00 s left$/);
  expect(pushed({ ...pushing, of: undefined })).toMatch(/1\.00 MiB sent {2}GitHub may have a part of it already/);
  const batch = {
    kind: "restore",
    phase: "restore",
    progress: { done: 1, total: 4, bytes: 5000, current: ["acme/web"] },
  };
  expect(progressLine(record(batch as Partial<RunRecord>), NOW, 100, false)).toMatch(
    /25% {2}1\/4 {2}4.88 KiB.*acme\/web/,
  );
});

test("before it runs and after its end there is nothing to draw", () => {
  for (const state of ["queued", "succeeded", "partial", "failed", "stopped"] as const)
    expect(progressLine(record({ state }), NOW, 100, false)).toBeUndefined();
});

test("an empty fleet or more than was expected breaks nothing", () => {
  const none = record({ progress: { done: 0, total: 0, bytes: 0, current: [] } });
  expect(progressLine(none, NOW, 100, false)).toContain("Capture what has changed");
  const more = record({ progress: { done: 7, total: 5, bytes: 0, current: [] } });
  expect(progressLine(more, NOW, 100, false)).toContain("100%");
});
