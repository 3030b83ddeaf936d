import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { withReferences } from "./with-references";

vi.mock("server-only", () => ({}));

const problem = { code: "storage-unreachable", message: "the bucket b cannot be reached", hint: "Wait." };
beforeEach(() => void vi.spyOn(console, "warn").mockReturnValue());
afterEach(() => vi.restoreAllMocks());

test("a part that is not known gets the reference, under which the log has it; the shared answer stays as it is", () => {
  const answer = { runs: { known: false, problem }, alarms: { known: true, value: [] } };
  const told = withReferences(answer, "GET /api/overview", "abcd1234");
  expect(told.runs.problem).toEqual({ ...problem, reference: "abcd1234" });
  expect(told.alarms).toBe(answer.alarms);
  expect(answer.runs.problem).toBe(problem);
  expect(JSON.parse(String(vi.mocked(console.warn).mock.lastCall?.[0]))).toMatchObject({
    reference: "abcd1234",
    where: "GET /api/overview: runs",
    code: "storage-unreachable",
  });
});

test("so does a notice, and a part within a part", () => {
  expect(withReferences({ notice: problem }, "w", "r")).toEqual({ notice: { ...problem, reference: "r" } });
  const inner = { coverage: { known: true, value: { watch: { known: false, problem } } } };
  expect(withReferences(inner, "w", "r").coverage.value.watch.problem).toHaveProperty("reference", "r");
});

test("what fails the same way for many is one line a minute, which all of them are led to", () => {
  vi.useFakeTimers();
  const told = (reference: string, code = problem.code) =>
    withReferences({ notice: { ...problem, code } }, "many", reference).notice;
  expect([told("one"), told("two"), told("three", "other")].map((each) => Object(each).reference)).toEqual([
    ...["one", "one", "three"],
  ]);
  expect(console.warn).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(60_000);
  expect(told("four")).toHaveProperty("reference", "four");
  expect(console.warn).toHaveBeenCalledTimes(3);
  vi.useRealTimers();
});

test("an answer without a problem is the same object, and what a run's record tells of itself stays as it was written", () => {
  const answer = { record: { error: problem }, rows: [1], problem: undefined };
  expect(withReferences(answer, "w", "r")).toBe(answer);
  expect(withReferences(null, "w", "r")).toBeNull();
  expect(console.warn).not.toHaveBeenCalled();
});
