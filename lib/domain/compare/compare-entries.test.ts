import { expect, test } from "vitest";
import { sampleEntry } from "@/lib/testing/sample-manifest";
import { ANOMALY_KINDS, type AnomalyKind } from "../anomaly-kind";
import type { ComparedEntry, ComparedPair } from "../catalogue/catalogue-views";
import type { ManifestEntry } from "../manifest";
import { entryRow } from "../snapshot-detail";
import { compareEntries } from "./compare-entries";
import { compareRefs } from "./compare-refs";

const compared = (entry: ManifestEntry): ComparedEntry => ({
  id: entry.id,
  row: entryRow(entry),
  refsDigest: entry.refs?.digest,
});
const entry = (more: Partial<ManifestEntry> = {}, outcome: ManifestEntry["outcome"] = "captured") =>
  sampleEntry("acme/web", outcome, { id: 7, visibility: "private", archived: false, ...more });
const pair = (before?: ManifestEntry, after?: ManifestEntry): ComparedPair => ({
  before: before && compared(before),
  after: after && compared(after),
});
const differences = (...pairs: ComparedPair[]) => compareEntries(pairs).rows.map((row) => row.differences);
const sized = (bytes: number) => ({
  chain: [{ s3_key: "k", kind: "full" as const, size_bytes: bytes }],
});

test("each difference is told as what it is, the weightiest first", () => {
  const digest = (text: string) => ({ refs: { count: 3, heads: 2, tags: 1, pulls: 0, digest: text } });
  expect(differences(pair(entry()))).toEqual([["removed"]]);
  expect(differences(pair(undefined, entry()))).toEqual([["added"]]);
  expect(differences(pair(entry(), entry({ repo: "acme/shop" as ManifestEntry["repo"] })))).toEqual([["renamed"]]);
  expect(differences(pair(entry(digest("1")), entry(digest("2"))))).toEqual([["refs"]]);
  expect(differences(pair(entry(), entry({}, "failed")))).toEqual([["unsafe"]]);
  expect(differences(pair(entry({}, "failed"), entry()))).toEqual([["safe-again"]]);
  expect(differences(pair(entry(sized(1000)), entry(sized(1100))))).toEqual([["grown"]]);
  expect(differences(pair(entry(sized(1100)), entry(sized(1000))))).toEqual([["shrunk"]]);
  expect(differences(pair(entry(), entry({ visibility: "public", archived: true })))).toEqual([
    ["visibility", "archived"],
  ]);
  const wiped = { ...digest("9"), anomalies: [{ kind: "wiped" as const, message: "gone" }] };
  expect(differences(pair(entry(digest("1")), entry(wiped)))).toEqual([["rewritten", "refs"]]);
});

test("rewritten is what rewrites or takes away refs; what else is out of the ordinary has a word of its own", () => {
  const saw = (...kinds: AnomalyKind[]) => entry({ anomalies: kinds.map((kind) => ({ kind, message: "seen" })) });
  const isRewritten = (kind: AnomalyKind) => differences(pair(entry(), saw(kind)))[0]?.join();
  const refs = ANOMALY_KINDS.filter((kind) => kind !== "size-collapse" && kind !== "many-vanished");
  expect(new Set(refs.map(isRewritten))).toEqual(new Set(["rewritten"]));
  expect(isRewritten("size-collapse")).toBe("unusual");
  expect(differences(pair(entry(), saw("size-collapse", "tags-moved")))).toEqual([["rewritten", "unusual"]]);
  expect(differences(pair(saw("wiped"), entry()))).toEqual([]);
});

test("that one was captured and the other unchanged, or a little larger, is no difference", () => {
  const { rows, same } = compareEntries([
    pair(entry({}, "captured"), entry({}, "unchanged")),
    pair(entry(sized(1000)), entry(sized(1050))),
  ]);
  expect([rows, same]).toEqual([[], 2]);
});

test("what has no id, of format 1, is the repository that has its name", () => {
  const old = { ...compared(entry({ id: undefined })), id: undefined };
  const { rows, same } = compareEntries([{ before: old }, { after: compared(entry()) }]);
  expect([rows, same]).toEqual([[], 1]);
});

test("a name that went to another repository is two differences", () => {
  const pairs = [pair(entry({ id: 7 })), pair(undefined, entry({ id: 8 }))];
  expect(differences(...pairs)).toEqual([["removed"], ["added"]]);
});

test("refs are compared by name, and HEAD is none", () => {
  const ref = (name: string, oid: string) => ({ name, oid });
  expect(
    compareRefs(
      [ref("HEAD", "1"), ref("refs/heads/a", "1"), ref("refs/heads/b", "2"), ref("refs/heads/c", "3")],
      [ref("HEAD", "9"), ref("refs/heads/a", "1"), ref("refs/heads/b", "9"), ref("refs/heads/d", "4")],
    ),
  ).toEqual([
    { name: "refs/heads/b", change: "moved", before: "2", after: "9" },
    { name: "refs/heads/c", change: "deleted", before: "3", after: undefined },
    { name: "refs/heads/d", change: "created", before: undefined, after: "4" },
  ]);
});
