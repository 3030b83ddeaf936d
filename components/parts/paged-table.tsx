"use client";
import Pagination from "@cloudscape-design/components/pagination";
import PropertyFilter, { type PropertyFilterProps } from "@cloudscape-design/components/property-filter";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import { memo, type ReactNode, useMemo } from "react";
import type { FilterToken } from "@/lib/domain/filter-text";
import { formatNumber } from "@/lib/domain/format";
import type { RowPage } from "@/lib/domain/row-page";
import { cellsOnce } from "./cells-once";
import { Empty } from "./empty";
import { tableWords } from "./table-words";
import { askFilter, askPage, askSort, useRowQuery } from "./use-row-query";
import { useRowsInTwo } from "./use-rows-in-two";

export interface PagedTableWords<Row> {
  /** What the table is called, and each row of it. */
  label: string;
  nameOf: (row: Row) => string;
  loading: string;
  /** What it can be filtered by. */
  properties: PropertyFilterProps.FilteringProperty[];
  /** `Find repositories`, and by what: `name, outcome, branch`. */
  find: string;
  findBy: string;
  /** `No repository matches`. */
  noMatch: string;
}

interface PageOfTable<Row>
  extends Pick<
    TableProps<Row>,
    | "columnDefinitions"
    | "header"
    | "variant"
    | "stickyHeader"
    | "trackBy"
    | "selectionType"
    | "selectedItems"
    | "onSelectionChange"
    | "isItemDisabled"
  > {
  words: PagedTableWords<Row>;
  /** What can be filtered by, of each property. */
  options: Record<string, string[]> | undefined;
  /** What stands there when there are no rows at all. */
  empty: ReactNode;
}

interface PagedTableProps<Row> extends PageOfTable<Row> {
  /** As useQuery gives it. */
  query: { data: RowPage<Row> | undefined; isPlaceholderData: boolean };
  /** The column they are sorted by when nothing else is asked for. */
  sortedBy?: string;
}

/**
 * Rows that the server filters, sorts and counts, as the address asks for them; a column's `sortingField` is the name by which
 * the server sorts. To draw a page of rows takes long: it is done where a property has become another one, so what is given
 * here is made once, or where what it is made of has changed.
 */
export function PagedTable<Row extends object>({
  query: { data, isPlaceholderData },
  sortedBy,
  ...table
}: PagedTableProps<Row>) {
  const { asked } = useRowQuery();
  const rows = useRowsInTwo<Row>(data?.rows ?? NO_ROWS, data && !isPlaceholderData ? JSON.stringify(asked) : undefined);
  return <Drawn<Row> {...table} rows={rows} page={data} sort={asked.sort ?? sortedBy} />;
}

const NO_ROWS: never[] = [];

interface DrawnProps<Row> extends PageOfTable<Row> {
  rows: readonly Row[];
  page: RowPage<Row> | undefined;
  sort: string | undefined;
}

const Drawn = memo(function Drawn<Row extends object>({ rows, page, sort, words, ...given }: DrawnProps<Row>) {
  const { options, empty, columnDefinitions, ...table } = given;
  const columns = useMemo(() => cellsOnce(columnDefinitions), [columnDefinitions]);
  return (
    <Table
      {...table}
      columnDefinitions={columns}
      items={rows}
      loading={!page}
      loadingText={words.loading}
      ariaLabels={tableWords<Row>(words.label, words.nameOf)}
      empty={
        page?.total === 0 ? empty : <Empty title={words.noMatch}>Take a part of the filter away to see more.</Empty>
      }
      sortingColumn={sort === undefined ? undefined : { sortingField: sort.replace(/^-/, "") }}
      sortingDescending={sort?.startsWith("-")}
      onSortingChange={({ detail: { sortingColumn, isDescending } }) =>
        askSort(sortingColumn.sortingField ?? "", isDescending ?? false)
      }
      filter={<Find words={words} options={options} found={page?.found} />}
      pagination={
        page && page.pages > 1 ? (
          <Pagination
            currentPageIndex={page.page}
            pagesCount={page.pages}
            onChange={({ detail }) => askPage(detail.currentPageIndex)}
          />
        ) : undefined
      }
    />
  );
}) as <Row extends object>(props: DrawnProps<Row>) => ReactNode;

type FindProps<Row> = Pick<DrawnProps<Row>, "words" | "options"> & { found: number | undefined };

/** Follows the address by itself: a letter in it draws no row. */
function Find<Row>({ words: { properties, find, findBy }, options, found }: FindProps<Row>) {
  const { filter } = useRowQuery();
  const filteringOptions = useMemo(
    () =>
      Object.entries(options ?? {}).flatMap(([propertyKey, values]) => values.map((value) => ({ propertyKey, value }))),
    [options],
  );
  return (
    <PropertyFilter
      query={filter}
      filteringProperties={properties}
      filteringOptions={filteringOptions}
      onChange={({ detail: { tokens, operation } }) => askFilter({ tokens: tokens.map(asText), operation })}
      countText={`${formatNumber(found ?? 0)} found`}
      filteringPlaceholder={`${find} by ${findBy} ...`}
      filteringAriaLabel={find}
      expandToViewport
    />
  );
}

const asText = ({ propertyKey, operator, value }: PropertyFilterProps.Token): FilterToken => ({
  ...{ propertyKey, operator, value: String(value) },
});
