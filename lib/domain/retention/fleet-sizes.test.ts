import { expect, test } from "vitest";
import { sampleEntry, sampleManifest } from "@/lib/testing/sample-manifest";
import { changedShareOf, countOf, fullBytesOf, measureFleet } from "./fleet-sizes";

const AT = "2026-11-21T02:00:00Z";
const ago = (days: number) => new Date(Date.parse(AT) - days * 86_400_000).toISOString();

/** A repository whose full is `days` old, and which changed so often since. */
const repository = (name: string, days: number, changes: number, size = 1_000_000) =>
  sampleEntry(`acme/${name}`, "captured", {
    chain: [
      { s3_key: "", kind: "full", size_bytes: size, created_at: ago(days) },
      ...Array.from({ length: changes }, () => ({ s3_key: "", kind: "incremental" as const, size_bytes: 2000 })),
    ],
  });

const measure = (...entries: ReturnType<typeof repository>[]) =>
  measureFleet(sampleManifest("2026-11-21", entries, AT), 5000, 24);

test("one manifest tells what every repository weighs, and how often each changed since its full", () => {
  const fleet = measure(repository("busy", 20, 10), repository("quiet", 20, 0), repository("large", 20, 2, 64e6));
  expect(fleet).toMatchObject({ manifestBytes: 5000, observedDays: 20, increments: 12 });
  expect(countOf(fleet.classes)).toBe(3);
  expect(fullBytesOf(fleet)).toBe(66e6);
  expect(changedShareOf(fleet)).toBeCloseTo((0.5 + 0 + 0.1) / 3, 6);
  expect(fleet.classes.map(({ bytesPerDay }) => bytesPerDay).sort((a, b) => a - b)).toEqual([0, 200, 1000]);
});

test("repositories that are alike travel as one, however many there are", () => {
  const fleet = measure(...Array.from({ length: 500 }, (_, index) => repository(`r${index}`, 20, 10)));
  expect(fleet.classes).toHaveLength(1);
  expect(fleet.classes[0]?.repositories).toBe(500);
});

test("a full of today says nothing by itself: its repository is taken to change as the others do", () => {
  const fleet = measure(repository("old", 20, 10), repository("renewed", 0, 0));
  expect(changedShareOf(fleet)).toBeCloseTo(0.5, 6);
});

test("a fleet of one day is said to be of one day, and nothing is made up", () => {
  const fleet = measure(repository("a", 0, 0), repository("b", 0.2, 0));
  expect(fleet.observedDays).toBeLessThan(1);
  expect(changedShareOf(fleet)).toBe(0);
});

test("what has no chain weighs nothing", () => {
  expect(countOf(measure(sampleEntry("acme/none", "failed"), repository("a", 3, 1)).classes)).toBe(1);
});
