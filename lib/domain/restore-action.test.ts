import { expect, test } from "vitest";
import { actionOf } from "./restore-action";
import { restoreRequest } from "./restore-request-schema";
import { may } from "./role";

const rearm = (change: object) =>
  restoreRequest.parse({
    ...{ kind: "rearm", target: "acme/x", repositoryId: 1, restoredBy: "20261121T030000Z-aaaaaa" },
    change,
  });

test.each([
  [{ action: "enable-actions" }, true],
  [{ action: "set-visibility", visibility: "internal" }, true],
  [{ action: "archive", archived: false }, true],
  [{ action: "set-visibility", visibility: "public" }, false],
  [{ action: "delete" }, false],
])("%j by an operator: %s; what cannot be taken back is an administrator's", (change, allowed) => {
  const action = actionOf(rearm(change));
  expect(may("operator", action)).toBe(allowed);
  expect(may("admin", action)).toBe(true);
  expect(may("viewer", action)).toBe(false);
});

test("a viewer neither restores nor downloads", () => {
  const from = { snapshot: "2026-11-21", source: "primary", repository: "acme/api" };
  for (const request of [
    { kind: "export", ...from },
    { kind: "repository", ...from, target: "acme/x" },
  ]) {
    expect(may("viewer", actionOf(restoreRequest.parse(request)))).toBe(false);
    expect(may("operator", actionOf(restoreRequest.parse(request)))).toBe(true);
  }
});
