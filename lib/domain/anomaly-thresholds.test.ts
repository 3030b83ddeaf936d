import { expect, test } from "vitest";
import {
  DEFAULT_IGNORED_REFS,
  readThreshold,
  THRESHOLD_NAMES,
  thresholdProblem,
  withDefaults,
} from "./anomaly-thresholds";
import { patternShapeProblem } from "./ref-scope";

const problem = (text: string) => thresholdProblem(...readThreshold(text));

test.each(["moved-tags=3", "collapse-percent=100", " deleted-refs = 1 ", "compares-per-run=0"])(
  "%j can be used",
  (text) => expect(problem(text)).toBeUndefined(),
);

test.each([
  ["moved-tags", "whole number from 1"],
  ["moved-tags=0", "whole number from 1"],
  ["moved-tags=1.5", "whole number"],
  ["collapse-percent=101", "from 1 to 100"],
  ["moved_tags=1", "is none of collapse-refs"],
  ["toString=1", "is none of"],
])("%j is refused with what would do", (text, words) => expect(problem(text)).toContain(words));

test("what is not given stays as it is by default", () => {
  expect(withDefaults({ "moved-tags": 7 })).toMatchObject({ "moved-tags": 7, "collapse-refs": 5 });
  for (const name of THRESHOLD_NAMES) expect(problem(`${name}=${withDefaults({})[name]}`)).toBeUndefined();
});

test("the patterns that are ignored by default are patterns", () => {
  for (const pattern of DEFAULT_IGNORED_REFS) expect(patternShapeProblem(pattern), pattern).toBeUndefined();
});
