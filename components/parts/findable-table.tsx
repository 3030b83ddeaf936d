"use client";
import { useCollection } from "@cloudscape-design/collection-hooks";
import Pagination from "@cloudscape-design/components/pagination";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import TextFilter from "@cloudscape-design/components/text-filter";
import { formatNumber } from "@/lib/domain/format";
import { Empty } from "./empty";
import { tableWords } from "./table-words";
import { ALWAYS_THE_SAME, useRowsInTwo } from "./use-rows-in-two";

interface Finding<T> {
  /** `Find repositories`. */
  label: string;
  placeholder?: string;
  /** `No repository matches`. */
  noMatch: string;
  /** Any cell that has the text, when missing. */
  matches?: (row: T, text: string) => boolean;
  /** Where the text is kept, as useUrlParam gives it. */
  kept?: readonly [string | undefined, (text: string) => void];
}

type OfTable<T> = Pick<
  TableProps<T>,
  "columnDefinitions" | "header" | "variant" | "wrapLines" | "contentDensity" | "trackBy"
>;

interface FindableTableProps<T> extends OfTable<T> {
  rows: readonly T[];
  /** What the table is called, and each row of it. */
  label: string;
  nameOf: (row: T) => string;
  find: Finding<T>;
  /** What stands there when there are no rows at all. */
  empty?: string;
  pageSize: number;
  testId?: string;
}

/** Rows that are all here already, in their order: page by page, with a field to find some as soon as one page is not enough. */
export function FindableTable<T>({
  rows,
  label,
  nameOf,
  find,
  empty,
  pageSize,
  testId,
  ...table
}: FindableTableProps<T>) {
  const { items, collectionProps, filterProps, paginationProps, filteredItemsCount } = useCollection(rows, {
    filtering: {
      defaultFilteringText: find.kept?.[0],
      filteringFunction: find.matches,
      noMatch: <Empty title={find.noMatch} />,
      empty: empty && <Empty title={empty} />,
    },
    pagination: { pageSize },
  });
  const shown = useRowsInTwo(items, ALWAYS_THE_SAME);
  const several = rows.length > pageSize;
  return (
    <Table
      {...collectionProps}
      {...table}
      items={shown}
      ariaLabels={tableWords(label, nameOf)}
      data-testid={testId}
      filter={
        several ? (
          <TextFilter
            {...filterProps}
            filteringAriaLabel={find.label}
            filteringPlaceholder={find.placeholder ?? find.label}
            countText={`${formatNumber(filteredItemsCount ?? 0)} found`}
            onChange={(event) => {
              filterProps.onChange(event);
              find.kept?.[1](event.detail.filteringText);
            }}
          />
        ) : undefined
      }
      pagination={several ? <Pagination {...paginationProps} /> : undefined}
    />
  );
}
