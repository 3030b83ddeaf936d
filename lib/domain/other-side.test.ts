import { expect, test } from "vitest";
import { AppError, type ErrorCode, problemOf } from "./errors";
import { whyOtherSide } from "./other-side";

test.each<[ErrorCode, string]>([
  ["snapshot-missing", "The primary bucket does not have this snapshot"],
  ["manifest-invalid", "The primary bucket's manifest of this snapshot cannot be read"],
  ["storage-unreachable", "The primary bucket did not answer"],
  ["storage-denied", "The primary bucket cannot be read"],
])("%s is told as what it is", (code, sentence) => {
  expect(whyOtherSide("primary", problemOf(new AppError(code)))).toBe(sentence);
});
