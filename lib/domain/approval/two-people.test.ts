import { expect, test } from "vitest";
import type { RestoreRequest } from "../restore-request";
import { restoreRequest } from "../restore-request-schema";
import { ACT_VIEW, NOBODY_ELSE, ruleInWords, TWO_PEOPLE_ACTS, type TwoPeopleRule, twoPeopleFor } from "./two-people";

const RULE: TwoPeopleRule = { ...NOBODY_ELSE, acts: TWO_PEOPLE_ACTS };
const from = { snapshot: "2026-11-21", source: "primary" };
const planOf = (request: object, count = 1) => ({
  request: restoreRequest.parse(request) as RestoreRequest,
  items: Array(count).fill({}),
});
const rearm = (change: object) =>
  planOf({ kind: "rearm", target: "acme/x", repositoryId: 1, restoredBy: "20261121T030000Z-abcdef", change }, 0);
const batch = (count: number) => planOf({ kind: "batch", ...from, repositories: "all", naming: {} }, count);
const one = planOf({ kind: "repository", ...from, repository: "acme/a", target: "acme/b" });

test("more than one repository is a bulk restore, by default", () => {
  expect([1, 2, 300].map((count) => twoPeopleFor(RULE, batch(count)))).toEqual([
    undefined,
    "bulk-restore",
    "bulk-restore",
  ]);
  expect(twoPeopleFor(RULE, one)).toBeUndefined();
});

test("from where on is the installation's to say, down to a single repository", () => {
  expect(twoPeopleFor({ ...RULE, bulkFrom: 300 }, batch(299))).toBeUndefined();
  expect(twoPeopleFor({ ...RULE, bulkFrom: 1 }, one)).toBe("bulk-restore");
});

test("making public needs two; internal, private and deleting do not", () => {
  expect(twoPeopleFor(RULE, rearm({ action: "set-visibility", visibility: "public" }))).toBe("public-visibility");
  for (const change of [
    { action: "set-visibility", visibility: "internal" },
    { action: "set-visibility", visibility: "private" },
    { action: "delete" },
    { action: "enable-actions" },
  ])
    expect(twoPeopleFor(RULE, rearm(change))).toBeUndefined();
});

test("a branch, a download and a directory are nobody else's business, even where every restore is", () => {
  const strict = { ...RULE, bulkFrom: 1 };
  const branch = { kind: "ref", ...from, repository: "acme/a", ref: "refs/heads/x", target: "acme/a", branch: "y" };
  expect(twoPeopleFor(strict, planOf(branch))).toBeUndefined();
  expect(twoPeopleFor(strict, planOf({ kind: "export", ...from, repository: "acme/a" }))).toBeUndefined();
});

test("what is not named in the rule, one person does", () => {
  expect(twoPeopleFor(NOBODY_ELSE, batch(300))).toBeUndefined();
  expect(twoPeopleFor({ ...RULE, acts: ["public-visibility"] }, batch(300))).toBeUndefined();
});

test("the rule reads as a sentence's part", () => {
  expect(ruleInWords(RULE)).toBe(
    "restores of 2 repositories or more; making a restored repository public; API tokens with the scope admin",
  );
  expect(ACT_VIEW["bulk-restore"].meaning({ ...RULE, bulkFrom: 1 })).toBe("every restore into a new repository");
});
