// One page of a table of ten thousand rows: filtered, sorted and counted where the rows are, so that only the page travels.
import { z } from "zod";
import { type FilterQuery, type FilterToken, textToFilter } from "./filter-text";

export const ROWS_PER_PAGE = 50;
const MOST_ROWS = 500;
const MOST_CHARACTERS = 2000;

/** As it stands in addresses: `filter` as filter-text.ts has it, `sort=outcome` or, the other way round, `sort=-outcome`. */
export const rowQuery = z.object({
  filter: z.string().max(MOST_CHARACTERS).optional(),
  sort: z.string().max(100).optional(),
  /** Counted from 1. */
  page: z.coerce.number().int().min(1).catch(1).default(1),
  limit: z.coerce.number().int().min(1).max(MOST_ROWS).default(ROWS_PER_PAGE),
});
export type RowQuery = z.infer<typeof rowQuery>;

export interface RowPage<Row> {
  rows: Row[];
  /** Rows that match, and rows in all. */
  found: number;
  total: number;
  /** The page given: the last one where a later one was asked for. */
  page: number;
  pages: number;
}

/** What a table's rows can be filtered and sorted by; the names stand in addresses. */
export interface RowShape<Row> {
  filters: Record<string, RowFilter<Row>>;
  sorts: Record<string, (a: Row, b: Row) => number>;
}

interface RowFilter<Row> {
  text: (row: Row) => string | undefined;
  /** Found by words without naming the property, and by a part of it. */
  words?: boolean;
}

/** Rows that are equal in what they are sorted by keep their order. What is no filter, or no sort, of this table is left out. */
export function pageOf<Row>(rows: readonly Row[], { filter, sort, page, limit }: RowQuery, shape: RowShape<Row>) {
  const matches = matcherOf(textToFilter(filter), shape.filters);
  const found = matches ? rows.filter(matches) : rows;
  const sorted = sortBy(found, sort, shape.sorts);
  const pages = Math.max(1, Math.ceil(found.length / limit));
  const shown = Math.min(page, pages);
  const answer: RowPage<Row> = {
    rows: sorted.slice((shown - 1) * limit, shown * limit),
    ...{ found: found.length, total: rows.length, page: shown, pages },
  };
  return answer;
}

/** The values that rows have of these properties, in order: what a filter offers. */
export function valuesOf<Row>(
  rows: readonly Row[],
  names: readonly string[],
  { filters }: RowShape<Row>,
): Record<string, string[]> {
  return Object.fromEntries(
    names.map((name) => {
      const values = new Set(rows.map((row) => filters[name]?.text(row)));
      return [name, [...values].flatMap((value) => value || []).sort()];
    }),
  );
}

function sortBy<Row>(rows: readonly Row[], sort: string | undefined, sorts: RowShape<Row>["sorts"]): readonly Row[] {
  const name = sort?.replace(/^-/, "") ?? "";
  const compare = Object.hasOwn(sorts, name) ? sorts[name] : undefined;
  if (!compare) return rows;
  const sign = sort?.startsWith("-") ? -1 : 1;
  return rows.toSorted((a, b) => sign * compare(a, b));
}

function matcherOf<Row>({ tokens, operation }: FilterQuery, filters: RowShape<Row>["filters"]) {
  const tests = tokens.map((token) => testOf(token, filters));
  if (tests.length === 0) return undefined;
  return (row: Row) => (operation === "or" ? tests.some((test) => test(row)) : tests.every((test) => test(row)));
}

function testOf<Row>(token: FilterToken, filters: RowShape<Row>["filters"]): (row: Row) => boolean {
  const compare = comparisonOf(token);
  const { propertyKey: name } = token;
  if (name !== undefined) {
    const filter = Object.hasOwn(filters, name) ? filters[name] : undefined;
    return (row) => filter !== undefined && compare(filter.text(row) ?? "");
  }
  const searched = Object.values(filters).filter(({ words }) => words);
  const negated = token.operator.startsWith("!");
  return (row) => {
    const hit = (filter: RowFilter<Row>) => compare(filter.text(row) ?? "");
    return negated ? searched.every(hit) : searched.some(hit);
  };
}

/** As Cloudscape's property filter means them: parts and beginnings in any case, the whole exactly. */
function comparisonOf({ operator, value }: FilterToken): (text: string) => boolean {
  const wanted = value.toLowerCase();
  switch (operator) {
    case "=":
      return (text) => text === value;
    case "!=":
      return (text) => text !== value;
    case ":":
      return (text) => text.toLowerCase().includes(wanted);
    case "!:":
      return (text) => !text.toLowerCase().includes(wanted);
    case "^":
      return (text) => text.toLowerCase().startsWith(wanted);
    case "!^":
      return (text) => !text.toLowerCase().startsWith(wanted);
    default:
      return () => false;
  }
}

/** In any case of letters; what has none comes first. */
export const byText =
  <Row>(text: (row: Row) => string | undefined) =>
  (a: Row, b: Row): number => {
    const [one, other] = [text(a)?.toLowerCase() ?? "", text(b)?.toLowerCase() ?? ""];
    if (one === other) return 0;
    return one < other ? -1 : 1;
  };
