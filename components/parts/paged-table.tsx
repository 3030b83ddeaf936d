"use client";
import Pagination from "@cloudscape-design/components/pagination";
import PropertyFilter, { type PropertyFilterProps } from "@cloudscape-design/components/property-filter";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import { type ReactNode, useMemo } from "react";
import type { FilterToken } from "@/lib/domain/filter-text";
import { formatNumber } from "@/lib/domain/format";
import type { RowPage } from "@/lib/domain/row-page";
import { Empty } from "./empty";
import { tableWords } from "./table-words";
import type { useRowQuery } from "./use-row-query";

type OfTable<Row> = Pick<
  TableProps<Row>,
  | "columnDefinitions"
  | "header"
  | "variant"
  | "stickyHeader"
  | "trackBy"
  | "loadingText"
  | "selectionType"
  | "selectedItems"
  | "onSelectionChange"
  | "isItemDisabled"
>;

interface PagedTableProps<Row> extends OfTable<Row> {
  /** Undefined until it has been read. */
  page: RowPage<Row> | undefined;
  query: ReturnType<typeof useRowQuery>;
  /** What the table is called, and each row of it. */
  label: string;
  nameOf: (row: Row) => string;
  find: {
    properties: PropertyFilterProps.FilteringProperty[];
    /** By property. */
    options: Record<string, string[]> | undefined;
    /** `Find repositories`, and by what: `name, outcome, branch`. */
    label: string;
    by: string;
    /** `No repository matches`. */
    noMatch: string;
  };
  /** What stands there when there are no rows at all. */
  empty: ReactNode;
  /** The column they are sorted by when nothing else is asked for. */
  sortedBy?: string;
}

/** Rows that the server filters, sorts and counts; a column's `sortingField` is the name by which the server sorts. */
export function PagedTable<Row>({ page, query, label, nameOf, find, empty, sortedBy, ...table }: PagedTableProps<Row>) {
  const options = useMemo(
    () =>
      Object.entries(find.options ?? {}).flatMap(([propertyKey, values]) =>
        values.map((value) => ({ propertyKey, value })),
      ),
    [find.options],
  );
  const sort = query.asked.sort ?? sortedBy;
  return (
    <Table
      {...table}
      items={page?.rows ?? []}
      loading={!page}
      ariaLabels={tableWords<Row>(label, nameOf)}
      empty={
        page?.total === 0 ? empty : <Empty title={find.noMatch}>Take a part of the filter away to see more.</Empty>
      }
      sortingColumn={sort === undefined ? undefined : { sortingField: sort.replace(/^-/, "") }}
      sortingDescending={sort?.startsWith("-")}
      onSortingChange={({ detail: { sortingColumn, isDescending } }) =>
        query.setSort(sortingColumn.sortingField ?? "", isDescending ?? false)
      }
      filter={
        <PropertyFilter
          query={query.filter}
          filteringProperties={find.properties}
          filteringOptions={options}
          onChange={({ detail: { tokens, operation } }) => query.setFilter({ tokens: tokens.map(asText), operation })}
          countText={`${formatNumber(page?.found ?? 0)} found`}
          filteringPlaceholder={`${find.label} by ${find.by} ...`}
          filteringAriaLabel={find.label}
          expandToViewport
        />
      }
      pagination={
        page && page.pages > 1 ? (
          <Pagination
            currentPageIndex={page.page}
            pagesCount={page.pages}
            onChange={({ detail }) => query.setPage(detail.currentPageIndex)}
          />
        ) : undefined
      }
    />
  );
}

const asText = ({ propertyKey, operator, value }: PropertyFilterProps.Token): FilterToken => ({
  ...{ propertyKey, operator, value: String(value) },
});
