import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parseJson } from "@/lib/domain/json";
import { checkEntry, type Manifest, type ManifestEntry, parseManifest, serialiseManifest } from "@/lib/domain/manifest";
import { sampleEntry, sampleManifest } from "@/lib/testing/sample-manifest";
import { openManifest } from "./manifest-bytes";

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

const bytesOf = (text: string) => Buffer.from(text);

const together = (text: string, manifest: Manifest) => {
  const opened = openManifest(bytesOf(text), manifest.snapshot);
  const entries = Array.from({ length: opened.count }, (_, entry) => opened.text(entry));
  return { ...opened.head, repos: entries.map((each) => checkEntry(parseJson(each), manifest.snapshot)) };
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
    expect(() => openManifest(bytesOf(bad), id)).toThrow();
  const stolen = openManifest(bytesOf(good.replace('"outcome": "captured"', '"outcome": "stolen"')), id);
  expect(() => checkEntry(parseJson(stolen.text(0)), id)).toThrow("outcome");
  // What a whole reading takes, the last of two, is what is taken.
  const twice = good.replace(/\}\s*$/, ',\n  "repos": []\n}\n');
  expect(openManifest(bytesOf(twice), id).count).toBe(0);
});

test("an entry is the same as the one beside it when nothing but their durations differ, wherever it stands", () => {
  fc.assert(
    fc.property(manifests, manifests, fc.boolean(), (one, other, shared) => {
      // Half of the time most entries are shared, as they are from day to day.
      const repos = shared ? [...other.repos.slice(0, 1), ...one.repos.slice(1)] : other.repos;
      const slower = repos.map((each) => (each.duration_ms === undefined ? each : { ...each, duration_ms: 66_000 }));
      const beside = openManifest(bytesOf(serialiseManifest(one)), one.snapshot);
      const opened = openManifest(bytesOf(serialiseManifest({ ...other, repos: slower })), other.snapshot, beside);
      expect(opened.count).toBe(slower.length);
      const plain = ({ duration_ms, ...entry }: ManifestEntry) =>
        JSON.stringify({ ...entry, timed: duration_ms !== undefined });
      slower.forEach((entry, number) => {
        const place = opened.sameAs(number);
        const before = place === undefined ? undefined : one.repos[place];
        if (before) expect(plain(before)).toBe(plain(entry));
        else expect(one.repos.filter((each) => each.id === entry.id).map(plain)).not.toEqual([plain(entry)]);
        expect(JSON.parse(opened.text(number))).toEqual(JSON.parse(JSON.stringify(entry)));
      });
    }),
    { numRuns: 500 },
  );
});

test("the part of an entry that lasts knows nothing of how long it took, and of everything else", () => {
  const lasting = (more: Partial<ManifestEntry>) => {
    const manifest = sampleManifest("2026-11-01", [sampleEntry("acme/a", "captured", more)]);
    return Buffer.concat(openManifest(bytesOf(serialiseManifest(manifest)), manifest.snapshot).lasting(0)).toString();
  };
  expect(lasting({ duration_ms: 5 })).toBe(lasting({ duration_ms: 66_000 }));
  expect(lasting({ duration_ms: 5, warnings: ["a"] })).not.toBe(lasting({ duration_ms: 5, warnings: ["b"] }));
  expect(lasting({ duration_ms: 5, id: 1 })).not.toBe(lasting({ duration_ms: 5, id: 2 }));
});
