import { expect, test } from "vitest";
import { describeHold, holdResult, MOST_HOLD_WHY } from "./hold-run";
import { holdRecord, holdRequest } from "./hold-run-schema";

const asked = (repositories?: string[]) =>
  holdRequest.parse({ snapshot: "2026-04-16", why: "the audit", ...(repositories && { repositories }) });

test.each([
  [undefined, "every repository as of snapshot 2026-04-16"],
  [["acme/web"], "acme/web as of snapshot 2026-04-16"],
  [["acme/web", "acme/api"], "2 repositories as of snapshot 2026-04-16"],
])("what is asked for reads well in a list: %j", (repositories, words) => {
  expect(describeHold(asked(repositories))).toBe(words);
});

test("what was held before counts as held, what is empty does not count, and what is not held is not hidden", () => {
  const counts = { held: 3, renewed: 2, already: 1, nothing: 4, failed: 1 };
  expect(holdResult(holdRecord.parse({ request: asked(), counts }))).toBe("6 of 7 repositories held");
  expect(holdResult(holdRecord.parse({ request: asked() }))).toBe("");
});

test.each(["", "   ", "x".repeat(MOST_HOLD_WHY + 1)])(
  "a hold without a reason, or with a novel, is refused: %#",
  (why) => {
    expect(holdRequest.safeParse({ snapshot: "2026-04-16", why }).success).toBe(false);
  },
);

test("no name at all is every repository, and an empty list is a mistake", () => {
  expect(asked().repositories).toBeUndefined();
  expect(holdRequest.safeParse({ snapshot: "2026-04-16", why: "x", repositories: [] }).success).toBe(false);
});
