import { expect, test } from "vitest";
import { runId } from "@/lib/domain/ids-schema";
import { failed, isMarked, stopped, unfinished } from "./marker";

const run = runId.parse("20260416T091500Z-k3f9q2");
const other = runId.parse("20260416T091500Z-aaaaaa");

test("a repository that is being restored says by which run, and so does one that failed", () => {
  for (const mark of [unfinished(run), stopped(run), failed(run, { message: "no room" })]) {
    expect(isMarked(mark, run)).toBe(true);
    expect(isMarked(mark, other)).toBe(false);
  }
  expect([undefined, "", "Our API", `See Holdfast restore ${run}: failed`].map((each) => isMarked(each, run))).toEqual(
    Array.from({ length: 4 }, () => false),
  );
});

test("what GitHub would refuse in a description, line breaks and too many characters, is not in it", () => {
  const mark = failed(run, { message: `GitHub refused:\n${"x".repeat(500)}` });
  expect(mark).toHaveLength(350);
  expect(mark).not.toMatch(/\p{Cc}/u);
  expect(mark).toMatch(/\.\.\.\); retry or delete it in Holdfast$/);
});
