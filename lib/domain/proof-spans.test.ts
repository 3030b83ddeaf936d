import { expect, test } from "vitest";
import { sampleEntry, sampleManifest } from "@/lib/testing/sample-manifest";
import { runId, snapshotId } from "./ids-schema";
import type { ManifestEntry } from "./manifest";
import type { Proof } from "./proof";
import { emptyLedger, mergeLedger } from "./proof-ledger";
import { proofSpans, provenShare } from "./proof-spans";
import { explainShare, shareState } from "./proven-share";
import { summarise } from "./snapshot";

const day = (number: number) => snapshotId.parse(`2026-11-${String(number).padStart(2, "0")}`);
/** As of the snapshot that wrote its last bundle. */
const entry = (name: string, written: number, outcome: ManifestEntry["outcome"] = "unchanged") =>
  sampleEntry(`acme/${name}`, outcome, {
    chain: [{ s3_key: `github-backup/${day(written)}/acme/${name}.bundle`, kind: "full", size_bytes: 1 }],
  });
const snapshot = (number: number, ...repos: ManifestEntry[]) => sampleManifest(day(number), repos);

interface Made {
  name: string;
  written: number;
  by: number;
  side?: Proof["side"];
  verdict?: Proof["verdict"];
  at?: string;
}

const proofOf = ({ name, written, by, side = "primary", verdict = "proven", at = `${day(by)}T05:00:00Z` }: Made) => ({
  of: entry(name, written),
  proof: {
    ...{ side, verdict, at, links: 1, bytes: 1, seconds: 1, snapshot: day(by) },
    run: runId.parse("20261121T050000Z-aaaaaa"),
    last_link: { key: `github-backup/${day(written)}/acme/${name}.bundle` },
  } satisfies Proof,
});
const ledgerOf = (...made: Made[]) =>
  mergeLedger(
    emptyLedger("2026-11-01T00:00:00Z"),
    { proofs: made.map(proofOf), manifests: [] },
    "2026-11-21T06:00:00Z",
  );

const known = (newest: ReturnType<typeof snapshot> | undefined, ...made: Made[]) =>
  proofSpans({ ledger: ledgerOf(...made), newest, root: "github-backup", sides: ["primary", "replica"] });

test("a proof made with one snapshot is one of each that has the same state, back to the one that wrote it", () => {
  const newest = snapshot(20, entry("api", 18), entry("web", 20));
  const spans = known(newest, { name: "api", written: 10, by: 12 });
  const at = (number: number) => provenShare(spans, summarise(snapshot(number, entry("api", 10)))).proven;
  expect([9, 10, 11, 12, 13, 20].map(at)).toEqual([0, 1, 1, 1, 0, 0]);
});

test("what is still as it was proven is proven in every snapshot since", () => {
  const spans = known(snapshot(20, entry("api", 10)), { name: "api", written: 10, by: 12 });
  const share = provenShare(spans, summarise(snapshot(19, entry("api", 10), entry("web", 19))));
  expect(share).toEqual({ chains: 2, proven: 1, failed: 0, newestAt: at(12), oldestAt: at(12) });
  expect(shareState(share)).toBe("part");
});

test("the newest is counted as its own page tells it: a break in an earlier bundle is one in what stands on it", () => {
  const newest = snapshot(20, entry("api", 20), entry("web", 10), entry("new", 20));
  const failed = { name: "api", written: 10, by: 12, verdict: "failed" } as const;
  const spans = known(newest, failed, { name: "web", written: 10, by: 12 });
  expect(provenShare(spans, summarise(newest))).toMatchObject({ chains: 3, proven: 1, failed: 1 });
});

test("a repository counts once, the worse bucket of the two", () => {
  const one = { name: "api", written: 10, by: 12 };
  const older = summarise(snapshot(11, entry("api", 10)));
  expect(provenShare(known(undefined, one, { ...one, side: "replica" }), older)).toMatchObject({
    proven: 1,
    failed: 0,
  });
  const bad = provenShare(known(undefined, one, { ...one, side: "replica", verdict: "failed" }), older);
  expect([bad.proven, bad.failed, shareState(bad)]).toEqual([0, 1, "failed"]);
  const mended = { ...one, side: "replica" as const, by: 13, at: at(14) };
  expect(provenShare(known(undefined, one, { ...mended, at: at(9), verdict: "failed" }, mended), older)).toMatchObject({
    proven: 1,
    failed: 0,
  });
});

test("never more is claimed than is sure: what failed in a snapshot is not in it, though its state went on", () => {
  const spans = known(undefined, { name: "api", written: 10, by: 14 }, { name: "web", written: 10, by: 14 });
  const partial = summarise(snapshot(12, entry("api", 10), sampleEntry("acme/web", "failed")));
  expect(provenShare(spans, partial)).toMatchObject({ chains: 1, proven: 1 });
  const other = summarise(snapshot(12, entry("x", 12), entry("y", 12), sampleEntry("acme/web", "failed")));
  expect(provenShare(spans, other)).toMatchObject({ chains: 2, proven: 1 });
});

test("it is said in words that claim no more", () => {
  const now = new Date("2026-11-22T05:00:00Z");
  expect(explainShare({ chains: 0, proven: 0, failed: 0 }, now)).toBe("It holds no repository that could be proven.");
  expect(shareState({ chains: 0, proven: 0, failed: 0 })).toBe("nothing");
  expect(shareState({ chains: 4, proven: 0, failed: 0 })).toBe("none");
  expect(explainShare({ chains: 4, proven: 1, failed: 2, newestAt: at(12), oldestAt: at(12) }, now)).toContain(
    "Of 4 repositories at least 1 was rebuilt from a bucket in just the state it has here, with every ref compared. Of 2 the last proof failed.",
  );
});

function at(number: number): string {
  return `${day(number)}T05:00:00Z`;
}
