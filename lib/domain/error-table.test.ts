import { describe, expect, test } from "vitest";
import { ERRORS } from "./error-table";
import { AppError, asAppError, hasCode, problemOf } from "./errors";

describe.each(Object.entries(ERRORS))("%s", (_, { sentence, hint }) => {
  test("says what happened in lower case without a full stop, and what to do in full sentences", () => {
    expect(sentence).toMatch(/^[a-z{]|^(GitHub|S3)/);
    expect(sentence).not.toMatch(/\.$/);
    expect(hint).toMatch(/[.}]$/);
  });
});

test("facts fill sentence and hint; a missing fact is told as unknown, not as undefined", () => {
  const error = new AppError("not-allowed", { role: "viewer", action: "start a backup" });
  expect(error.message).toBe("the role viewer may not start a backup");
  expect(error.hint).toContain("the role unknown");
});

test("a stranger becomes `unexpected` and keeps its cause; ours stays as it is", () => {
  const stranger = new TypeError("boom");
  expect(asAppError(stranger)).toMatchObject({ code: "unexpected", cause: stranger });
  const known = new AppError("not-signed-in");
  expect(asAppError(known)).toBe(known);
  expect(hasCode(known, "not-found", "not-signed-in")).toBe(true);
  expect(problemOf(known)).toEqual({ code: "not-signed-in", message: "you are not signed in", hint: known.hint });
});
