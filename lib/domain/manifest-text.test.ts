import * as fc from "fast-check";
import { expect, test } from "vitest";
import { sampleEntry, sampleManifest } from "@/lib/testing/sample-manifest";
import { parseJson } from "./json";
import { checkEntry, type Manifest, type ManifestEntry, parseManifest, serialiseManifest } from "./manifest";
import { isSameEntry, lastingText, openManifest } from "./manifest-text";

/** Texts that look like what a manifest is taken apart by. */
const tricky = fc.constantFrom(
  "plain",
  'with "duration_ms": 5, inside',
  "\n    },\n    {\n",
  '\n  "repos": [\n    {\n',
  "\n    }\n  ]",
  "ünïcode   {}[]",
  "",
);

const manifests = fc
  .record({
    entries: fc.array(fc.record({ id: fc.nat(99), text: tricky, duration: fc.option(fc.nat(), { nil: undefined }) }), {
      maxLength: 5,
    }),
    anomalies: fc.array(tricky, { maxLength: 2 }),
    actor: tricky,
  })
  .map(({ entries, anomalies, actor }): Manifest => {
    const repos = entries.map(({ id, text, duration }, index) =>
      sampleEntry(`acme/r${index}`, "captured", { id, description: text, duration_ms: duration, topics: [text] }),
    );
    const base = sampleManifest("2026-11-01", repos);
    const kinds = anomalies.map((message) => ({ kind: "wiped" as const, message, refs: [message] }));
    return { ...base, anomalies: kinds, run: base.run && { ...base.run, actor } };
  });

const together = (text: string, manifest: Manifest) => {
  const { head, entries } = openManifest(text, manifest.snapshot);
  return { ...head, repos: entries.map((each) => checkEntry(parseJson(each), manifest.snapshot)) };
};

test("the parts say what the whole says, however it is written", () => {
  fc.assert(
    fc.property(manifests, fc.constantFrom(undefined, 1, 2, 4, "\t"), (manifest, indent) => {
      const whole = serialiseManifest(manifest);
      expect(together(whole, manifest)).toEqual(parseManifest(whole, manifest.snapshot));
      const otherwise = JSON.stringify(manifest, null, indent);
      expect(together(otherwise, manifest)).toEqual(parseManifest(otherwise, manifest.snapshot));
    }),
    { numRuns: 500 },
  );
});

test("what takes apart easily and is no manifest is refused as parseManifest refuses it", () => {
  const good = serialiseManifest(sampleManifest("2026-11-01", [sampleEntry("acme/a"), sampleEntry("acme/b")]));
  const id = sampleManifest("2026-11-01", []).snapshot;
  for (const bad of [
    good.slice(0, -3),
    good.replace('"format": 2', '"format": 7'),
    good.replace("timestamp", "tymestamp"),
  ])
    expect(() => openManifest(bad, id)).toThrow();
  const entry = good.replace('"outcome": "captured"', '"outcome": "stolen"');
  const { entries } = openManifest(entry, id);
  expect(() => entries.map((each) => checkEntry(parseJson(each), id))).toThrow("outcome");
});

test("entries are the same when nothing but their duration differs", () => {
  const text = (more: Partial<ManifestEntry>) => JSON.stringify(sampleEntry("acme/a", "captured", more), null, 2);
  const slow = text({ duration_ms: 5, warnings: ["a"] });
  expect(isSameEntry(slow, text({ duration_ms: 66_000, warnings: ["a"] }))).toBe(true);
  expect(lastingText(slow)).toBe(lastingText(text({ duration_ms: 7, warnings: ["a"] })));
  expect(isSameEntry(slow, text({ duration_ms: 5, warnings: ["b"] }))).toBe(false);
  expect(isSameEntry(text({ duration_ms: 5, id: 1 }), text({ duration_ms: 5, id: 2 }))).toBe(false);
});
