import { describe, expect, test } from "vitest";
import { type FilterQuery, filterToText, textToFilter } from "./filter-text";

const token = (propertyKey: string | undefined, operator: string, value: string) => ({ propertyKey, operator, value });

describe("a filter in the address", () => {
  test.each<[string, FilterQuery]>([
    ["outcome=failed", { tokens: [token("outcome", "=", "failed")], operation: "and" }],
    [
      "repository:api,outcome!=empty",
      { tokens: [token("repository", ":", "api"), token("outcome", "!=", "empty")], operation: "and" },
    ],
    [":web|:api", { tokens: [token(undefined, ":", "web"), token(undefined, ":", "api")], operation: "or" }],
    ["repository:a%2Cb%7Cc%25", { tokens: [token("repository", ":", "a,b|c%")], operation: "and" }],
  ])("%s comes back as it was", (text, query) => {
    expect(textToFilter(text)).toEqual(query);
    expect(filterToText(query)).toBe(text);
  });

  test("that is not one is no filter", () => {
    expect(textToFilter("nonsense")).toEqual({ tokens: [], operation: "and" });
    expect(textToFilter(undefined)).toEqual({ tokens: [], operation: "and" });
  });
});
