// What a repository's pack is made of: to judge whether a generated one is like real ones.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

export interface PackStatistics {
  objects: number;
  packedBytes: number;
  kinds: Record<string, { objects: number; packedBytes: number }>;
  /** How many objects stand so many deltas away from a whole one. */
  depths: Map<number, number>;
}

export async function packStatistics(repository: string): Promise<PackStatistics> {
  const format = "%(objectname) %(objecttype) %(objectsize:disk) %(deltabase)";
  const args = ["-C", repository, "cat-file", "--batch-all-objects", "--unordered", `--batch-check=${format}`];
  const git = spawn("git", args, { stdio: ["ignore", "pipe", "inherit"] });
  const bases = new Map<string, string>();
  const found: PackStatistics = { objects: 0, packedBytes: 0, kinds: {}, depths: new Map() };
  for await (const line of createInterface({ input: git.stdout })) {
    const [oid = "", kind = "", bytes = "", base = ""] = line.split(" ");
    bases.set(oid, base);
    found.objects += 1;
    found.packedBytes += Number(bytes);
    const sofar = found.kinds[kind] ?? { objects: 0, packedBytes: 0 };
    found.kinds[kind] = { objects: sofar.objects + 1, packedBytes: sofar.packedBytes + Number(bytes) };
  }
  for (const start of bases.keys()) {
    let depth = -1;
    // A whole object's base is all zeros.
    for (let oid = start; bases.has(oid); oid = bases.get(oid) ?? "") depth += 1;
    found.depths.set(depth, (found.depths.get(depth) ?? 0) + 1);
  }
  return found;
}

/** "841,297 objects, 489 MB packed, 581 bytes each". */
export function briefly({ objects, packedBytes }: PackStatistics): string {
  return `${objects.toLocaleString("en")} objects, ${(packedBytes / 1e6).toFixed(0)} MB packed, ${(packedBytes / objects).toFixed(0)} bytes each`;
}

const DEPTHS = [
  [0, 0],
  [1, 5],
  [6, 20],
  [21, Number.POSITIVE_INFINITY],
] as const;

export const STATISTICS_HEAD = [
  "repository",
  "objects",
  "packed",
  "bytes an object",
  ...["commits", "trees", "blobs"].map((kind) => `${kind}: share of objects, of bytes`),
  "whole objects, deltas 1-5, 6-20, deeper",
];

export function statisticsRow(name: string, { objects, packedBytes, kinds, depths }: PackStatistics): string[] {
  const percent = (part: number, whole: number) => `${((100 * part) / whole).toFixed(0)} %`;
  const shares = ["commit", "tree", "blob"].map((kind) => {
    const { objects: count, packedBytes: bytes } = kinds[kind] ?? { objects: 0, packedBytes: 0 };
    return `${percent(count, objects)}, ${percent(bytes, packedBytes)}`;
  });
  const histogram = DEPTHS.map(([from, to]) => {
    const within = [...depths].filter(([depth]) => depth >= from && depth <= to);
    return percent(
      within.reduce((sum, [, count]) => sum + count, 0),
      objects,
    );
  });
  return [
    name,
    objects.toLocaleString("en"),
    `${(packedBytes / 1e6).toFixed(0)} MB`,
    (packedBytes / objects).toFixed(0),
    ...shares,
    histogram.join(", "),
  ];
}
