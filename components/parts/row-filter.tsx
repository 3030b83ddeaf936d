"use client";
import PropertyFilter, { type PropertyFilterProps } from "@cloudscape-design/components/property-filter";
import { filterToText } from "@/lib/domain/filter-text";
import { formatNumber } from "@/lib/domain/format";

interface RowFilterProps {
  /** As useCollection gives them. */
  collection: PropertyFilterProps;
  options: PropertyFilterProps["filteringOptions"];
  /** Rows that match. */
  found: number | undefined;
  /** `Find repositories`, and by what: `name, outcome, branch`. */
  label: string;
  by: string;
  /** Where the filter is kept, as useUrlParam gives it. */
  keep: (text: string) => void;
}

/** A filter by properties that stands in the address. */
export function RowFilter({ collection, options, found, label, by, keep }: RowFilterProps) {
  return (
    <PropertyFilter
      {...collection}
      filteringOptions={options}
      onChange={(event) => {
        collection.onChange?.(event);
        keep(filterToText(event.detail));
      }}
      countText={`${formatNumber(found ?? 0)} found`}
      filteringPlaceholder={`${label} by ${by} ...`}
      filteringAriaLabel={label}
      expandToViewport
    />
  );
}
