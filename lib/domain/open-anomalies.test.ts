import { expect, test } from "vitest";
import { sampleEntry, sampleManifest } from "@/lib/testing/sample-manifest";
import type { Anomaly } from "./anomaly-kind";
import { openAnomalies } from "./open-anomalies";
import { type SnapshotRow, summarise } from "./snapshot";

const moved: Anomaly = { kind: "tags-moved", message: "1 tag now names another commit: v1.0.0" };
const wiped: Anomaly = { kind: "wiped", message: "its only branch is gone" };
const NOW = new Date("2026-11-20T12:00:00Z");

function row(day: string, anomalies: Record<string, Anomaly[]>, ofRun?: Anomaly[]): SnapshotRow {
  const entries = Object.entries(anomalies).map(([name, own]) => sampleEntry(name, "captured", { anomalies: own }));
  const summary = summarise({ ...sampleManifest(day, entries), anomalies: ofRun });
  return { id: summary.id, sides: { primary: "present", replica: "present" }, summary };
}

test("the worst comes first, each with the page that tells more", () => {
  const vanished: Anomaly = { kind: "many-vanished", message: "5 of 9 repositories are no longer listed" };
  const rows = [row("2026-11-20", { "acme/b": [moved] }), row("2026-11-19", { "acme/a": [wiped] }, [vanished])];
  const { named, count } = openAnomalies(rows, NOW);
  expect(count).toBe(3);
  expect(named.map(({ kind, href }) => `${kind} ${href}`)).toEqual([
    "wiped /snapshots/2026-11-19?entry=acme%2Fa",
    "many-vanished /snapshots/2026-11-19?filter=outcome%3Dvanished",
    "tags-moved /snapshots/2026-11-20?entry=acme%2Fb",
  ]);
});

test("what was seen more than seven days ago is no longer open", () => {
  expect(openAnomalies([row("2026-11-13", { "acme/a": [wiped] })], NOW).count).toBe(0);
  expect(openAnomalies([row("2026-11-14", { "acme/a": [wiped] })], NOW).count).toBe(1);
});

test("of very many a snapshot's summary names some and counts all", () => {
  const many = Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`acme/r${at}`, [wiped]]));
  const { named, count } = openAnomalies([row("2026-11-20", many)], NOW);
  expect([named.length, count]).toEqual([20, 50]);
});
