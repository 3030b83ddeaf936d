"use client";
import Pagination from "@cloudscape-design/components/pagination";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import { memo, type ReactNode, useMemo } from "react";
import type { RowPage } from "@/lib/domain/row-page";
import type { AskedRows } from "./asked-rows";
import { cellsOnce } from "./cells-once";
import { Empty } from "./empty";
import { type FilterWords, PagedFilter } from "./paged-filter";
import { tableWords } from "./table-words";
import { askPage, askSort, useRowQuery } from "./use-row-query";
import { useRowsInTwo } from "./use-rows-in-two";

export interface PagedTableWords<Row> extends FilterWords {
  /** What the table is called, and each row of it. */
  label: string;
  nameOf: (row: Row) => string;
  loading: string;
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
  /** As useReadAhead gives it. */
  readAhead: (asked: AskedRows) => void;
}

export interface PagedTableProps<Row> extends PageOfTable<Row> {
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
  const { options, empty, columnDefinitions, readAhead, ...table } = given;
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
      filter={<PagedFilter words={words} options={options} found={page?.found} readAhead={readAhead} />}
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
