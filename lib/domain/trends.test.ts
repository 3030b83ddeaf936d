import { expect, test } from "vitest";
import type { SnapshotRow } from "./snapshot";
import { trendsOf } from "./trends";

const row = (storedBytes: number, captured: number, durationMs?: number) =>
  ({ summary: { storedBytes, captured, durationMs } }) as SnapshotRow;

test("a trend goes from the oldest to the newest, with its numbers in words", () => {
  expect(trendsOf([row(1024, 3, 8000), row(2048, 0, 2000)])).toEqual([
    {
      title: "Written by a snapshot",
      values: [2048, 1024],
      newest: "1.00 KiB",
      range: "from 1.00 KiB to 2.00 KiB over 2 snapshots",
      exact: { newest: "1,024 bytes", range: "from 1,024 to 2,048 bytes" },
    },
    {
      title: "Duration",
      values: [2000, 8000],
      newest: "8 s",
      range: "from 2 s to 8 s over 2 snapshots",
      exact: { newest: "8,000 ms", range: "from 2,000 to 8,000 ms" },
    },
    { title: "Repositories changed", values: [0, 3], newest: "3", range: "from 0 to 3 over 2 snapshots" },
  ]);
});

test("one snapshot is no trend, and what a snapshot does not tell is left out", () => {
  expect(trendsOf([row(1, 1, 1)])).toEqual([]);
  expect(trendsOf([row(1, 1), row(2, 2), { id: "x" } as never]).map(({ title }) => title)).toEqual([
    "Written by a snapshot",
    "Repositories changed",
  ]);
});
