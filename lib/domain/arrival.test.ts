import { expect, it } from "vitest";
import { arrivalOf } from "./arrival";
import type { SnapshotId } from "./ids";

const at = (snapshot: string) => ({
  snapshot: snapshot as SnapshotId,
  at: `${snapshot.slice(0, 10)}T02:10:00Z`,
});
const old = at("2026-04-15T02-00-00Z");
const safe = at("2026-04-16T02-00-00Z");

it("says nothing of a repository without a backup, and knows nothing where nobody has looked", () => {
  expect(arrivalOf({}, "2026-04-16T03:00:00Z")).toEqual({ state: "none" });
  expect(arrivalOf({ safe, replicated: old }, undefined)).toEqual({ state: "unknown" });
});

it("has arrived when the backup itself was seen, and not when an older one was", () => {
  expect(arrivalOf({ safe, replicated: safe }, "2026-04-16T03:00:00Z")).toEqual({ state: "arrived", at: safe.at });
  expect(arrivalOf({ safe, replicated: old }, "2026-04-16T03:00:00Z")).toEqual({ state: "late", older: old.at });
  expect(arrivalOf({ safe }, "2026-04-16T03:00:00Z")).toEqual({ state: "late", older: undefined });
});

it("is awaited while S3 may still be copying it at the time of the look, and late from then on", () => {
  expect(arrivalOf({ safe, replicated: old }, "2026-04-16T02:05:00Z")).toEqual({ state: "awaited", older: old.at });
  expect(arrivalOf({ safe }, "2026-04-16T02:24:59Z")).toEqual({ state: "awaited", older: undefined });
  expect(arrivalOf({ safe }, "2026-04-16T02:25:00Z")).toEqual({ state: "late", older: undefined });
});
