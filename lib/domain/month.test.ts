import { expect, test } from "vitest";
import { sampleEntry, sampleManifest } from "@/lib/testing/sample-manifest";
import { monthOf } from "./month";
import { type SnapshotRow, summarise } from "./snapshot";

const row = (id: string, outcome: "captured" | "failed" = "captured"): SnapshotRow => {
  const summary = summarise(sampleManifest(id, [sampleEntry("acme/api", outcome)]));
  return { id: summary.id, sides: { primary: "present", replica: "present" }, summary };
};

test("every one of the last thirty days is there, a day without a backup too", () => {
  const days = monthOf([row("2026-11-21"), row("2026-11-19")], new Date("2026-11-21T23:00:00Z"));
  expect(days).toHaveLength(30);
  expect(days.slice(-3).map(({ date, state }) => [date, state])).toEqual([
    ["2026-11-19", "complete"],
    ["2026-11-20", "none"],
    ["2026-11-21", "complete"],
  ]);
});

test("the worst snapshot of a day gives its state", () => {
  const days = monthOf([row("2026-11-21T100000Z"), row("2026-11-21", "failed")], new Date("2026-11-21T23:00:00Z"));
  expect(days.at(-1)).toEqual({ date: "2026-11-21", state: "partial", snapshots: 2, worst: "2026-11-21" });
});
