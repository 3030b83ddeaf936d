import { describe, expect, test } from "vitest";
import { byText, pageOf, type RowQuery, type RowShape, rowQuery, valuesOf } from "./row-page";

interface Row {
  name: string;
  state: string;
  branch?: string;
}

const SHAPE: RowShape<Row> = {
  filters: {
    name: { text: ({ name }) => name, words: true },
    state: { text: ({ state }) => state },
    branch: { text: ({ branch }) => branch, words: true },
  },
  sorts: { name: byText(({ name }) => name), branch: byText(({ branch }) => branch) },
};
// Frozen, for everybody who looks is given pages of the same ones.
const ROWS: readonly Row[] = Object.freeze([
  { name: "acme/Web", state: "failed", branch: "main" },
  { name: "acme/api", state: "captured", branch: "trunk" },
  { name: "acme/empty", state: "empty" },
]);
const ask = (asked: Partial<RowQuery>) => pageOf(ROWS, rowQuery.parse(asked), SHAPE);
const names = (asked: Partial<RowQuery>) => ask(asked).rows.map(({ name }) => name.slice("acme/".length));

describe("a page of rows", () => {
  test.each([
    ["name:WEB", ["Web"]],
    ["name!:web", ["api", "empty"]],
    ["name^ACME/E", ["empty"]],
    ["state=failed", ["Web"]],
    ["state!=failed", ["api", "empty"]],
    ["state=Failed", []],
    ["state=failed|state=empty", ["Web", "empty"]],
    ["name:a,branch=trunk", ["api"]],
    // Without a property: those that are searched by words, and the state is none of them.
    [":trunk", ["api"]],
    [":failed", []],
    ["!:main", ["api", "empty"]],
    // What the table does not know matches nothing.
    ["size>3", []],
    ["constructor=x", []],
    ["nonsense", ["Web", "api", "empty"]],
  ])("of those that match %s", (filter, expected) => {
    expect(names({ filter })).toEqual(expected);
    expect(ask({ filter })).toMatchObject({ found: expected.length, total: 3 });
  });

  test("is sorted in any case of letters, either way, and not by what the table does not know", () => {
    expect(names({ sort: "name" })).toEqual(["api", "empty", "Web"]);
    expect(names({ sort: "-name" })).toEqual(["Web", "empty", "api"]);
    expect(names({ sort: "branch" })).toEqual(["empty", "Web", "api"]);
    expect(names({ sort: "toString" })).toEqual(["Web", "api", "empty"]);
  });

  test("is the last one where a later one is asked for, and the first one where the number is none", () => {
    expect(ask({ page: 2, limit: 2 })).toMatchObject({ rows: [ROWS[2]], page: 2, pages: 2 });
    expect(ask({ page: 9, limit: 2 })).toMatchObject({ rows: [ROWS[2]], page: 2 });
    expect(rowQuery.parse({ page: "x" }).page).toBe(1);
    expect(ask({ filter: "state=none" })).toMatchObject({ rows: [], page: 1, pages: 1 });
  });

  test("leaves the rows as they were", () => {
    names({ sort: "-name" });
    expect(ROWS.map(({ name }) => name)).toEqual(["acme/Web", "acme/api", "acme/empty"]);
  });
});

test("a filter offers each value once, and no empty one", () => {
  expect(valuesOf([...ROWS, ...ROWS], ["state", "branch"], SHAPE)).toEqual({
    state: ["captured", "empty", "failed"],
    branch: ["main", "trunk"],
  });
});
