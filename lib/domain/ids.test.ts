import { expect, test } from "vitest";
import { newRunId, newSnapshotId, parseInput, repositoryName, snapshotTime } from "./ids";

test("a day's first snapshot is named by the date, further ones by date and time; they sort in time order", () => {
  const first = newSnapshotId(new Date("2026-04-16T02:07:31.456Z"), false);
  const second = newSnapshotId(new Date("2026-04-16T10:30:00Z"), true);
  expect([second, first].sort()).toEqual([first, second]);
  expect(second).toBe("2026-04-16T103000Z");
  expect(snapshotTime(second).toISOString()).toBe("2026-04-16T10:30:00.000Z");
  expect(snapshotTime(first).toISOString()).toBe("2026-04-16T00:00:00.000Z");
});

test("run ids sort in time order", () => {
  expect(newRunId(new Date("2026-04-16T02:00:00Z"), "k3f9q2")).toBe("20260416T020000Z-k3f9q2");
});

test.each(["acme", "acme/", "/web", "acme/we b", "acme/..", "../web", "a/b/c", "acme/web\n"])(
  "%j is not a repository name",
  (name) => {
    expect(repositoryName.safeParse(name).success).toBe(false);
  },
);

test("wrong input names the field", () => {
  expect(() => parseInput(repositoryName, "nonsense", "--target")).toThrow(/--target/);
});
