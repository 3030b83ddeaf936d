"use client";
import PropertyFilter, { type PropertyFilterProps } from "@cloudscape-design/components/property-filter";
import { useMemo } from "react";
import { type FilterToken, filterToText } from "@/lib/domain/filter-text";
import { formatNumber } from "@/lib/domain/format";
import type { AskedRows } from "./asked-rows";
import { askFilter, useRowQuery } from "./use-row-query";
import { useTyped } from "./use-typed";

export interface FilterWords {
  /** What the table can be filtered by. */
  properties: PropertyFilterProps.FilteringProperty[];
  /** `Find repositories`, and by what: `name, outcome, branch`. */
  find: string;
  findBy: string;
}

interface PagedFilterProps {
  words: FilterWords;
  /** What can be filtered by, of each property. */
  options: Record<string, string[]> | undefined;
  /** Rows that match. */
  found: number | undefined;
  /** Gets what is asked for should Enter be pressed now. */
  readAhead: (asked: AskedRows) => void;
}

/** The filter of a PagedTable. Follows the address by itself: a letter in it draws no row. */
export function PagedFilter({ words: { properties, find, findBy }, options, found, readAhead }: PagedFilterProps) {
  const { asked, filter } = useRowQuery();
  const filteringOptions = useMemo(
    () =>
      Object.entries(options ?? {}).flatMap(([propertyKey, values]) => values.map((value) => ({ propertyKey, value }))),
    [options],
  );
  const onInput = useTyped((text) => {
    if (text === "") return;
    const tokens = [...filter.tokens, { operator: ":", value: text }];
    readAhead({ ...asked, filter: filterToText({ ...filter, tokens }), page: undefined });
  });
  return (
    <div onInput={onInput}>
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
    </div>
  );
}

const asText = ({ propertyKey, operator, value }: PropertyFilterProps.Token): FilterToken => ({
  ...{ propertyKey, operator, value: String(value) },
});
