import { describe, expect, test } from "vitest";
import { sampleEntry } from "@/lib/testing/sample-manifest";
import type { SnapshotId } from "../ids";
import { repositoryName, snapshotId } from "../ids-schema";
import type { RestoreRequest } from "../restore-request";
import { restoreRequest } from "../restore-request-schema";
import { entryRow } from "../snapshot-detail";
import type { KnownHistory } from "./catalogue-views";
import { calledBy, calledOnly, isRestoreOf } from "./restores-of";

const DAYS = ["2026-11-04", "2026-11-03", "2026-11-02", "2026-11-01"].map((day) => snapshotId.parse(day));

/** Called by these names on these days, newest first; undefined where it is not in the snapshot. */
function history(id: number, names: (string | undefined)[]): KnownHistory {
  const states = [...new Set(names.flatMap((name) => name ?? []))].map((name) => entryRow(sampleEntry(name)));
  const points = names.flatMap((name, index) => {
    const state = states.findIndex(({ repository }) => repository === name);
    const snapshot = DAYS[index];
    if (state < 0 || !snapshot) return [];
    return [{ snapshot, finishedAt: `${snapshot}T02:00:00Z`, state, chain: [0], sides: ["primary" as const] }];
  });
  const name = states[0]?.repository ?? repositoryName.parse("acme/none");
  return { id, name, states, points, bundles: [], namesakes: [] };
}

const asked = (snapshot: SnapshotId | undefined, repository: string) =>
  restoreRequest.parse({ snapshot, source: "primary", repository, target: "acme/back" });
const [newest, third, second] = DAYS;
const EXPIRED = snapshotId.parse("2025-01-01");

describe("a restore is of a repository", () => {
  const web = history(1, ["acme/web", "acme/site", "acme/site", undefined]);
  const other = history(2, ["acme/site", undefined, undefined, "acme/site"]);
  const called = calledBy(web, [other]);
  const isOf = (request: RestoreRequest, ...restored: string[]) =>
    isRestoreOf(
      request,
      restored.map((name) => ({ repository: repositoryName.parse(name) })),
      called,
    );

  test("by what it was called in the snapshot that was restored from, whatever it is called now", () => {
    expect(isOf(asked(newest, "acme/web"))).toBe(true);
    expect(isOf(asked(third, "acme/site"))).toBe(true);
    expect(isOf(asked(second, "Acme/Site"))).toBe(true);
  });

  test("and not because it once had, or was later given, the name of another one", () => {
    expect(isOf(asked(newest, "acme/site"))).toBe(false);
    expect(isOf(asked(DAYS[3], "acme/site"))).toBe(false);
    expect(isOf(asked(third, "acme/web"))).toBe(false);
  });

  test("by any of its names where the snapshot has expired since", () => {
    expect(isOf(asked(EXPIRED, "acme/site"))).toBe(true);
    expect(isOf(asked(EXPIRED, "acme/web"))).toBe(true);
    expect(isOf(asked(EXPIRED, "acme/api"))).toBe(false);
  });

  test("among many: by the names that were asked for, or, of all, by what was restored", () => {
    const batch = (repositories: string[] | "all") =>
      restoreRequest.parse({ kind: "batch", snapshot: third, source: "primary", repositories, naming: {} });
    expect(isOf(batch(["acme/api", "acme/site"]))).toBe(true);
    expect(isOf(batch(["acme/api"]))).toBe(false);
    expect(isOf(batch("all"), "acme/api")).toBe(false);
    expect(isOf(batch("all"), "acme/api", "acme/site")).toBe(true);
  });

  test("by the name alone where its history is not known", () => {
    const only = calledOnly(repositoryName.parse("acme/web"));
    expect(isRestoreOf(asked(third, "acme/web"), [], only)).toBe(true);
    expect(isRestoreOf(asked(third, "acme/site"), [], only)).toBe(false);
  });
});
