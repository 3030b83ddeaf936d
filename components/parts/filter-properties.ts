import type { PropertyFilterProps } from "@cloudscape-design/components/property-filter";

/** How a text is compared. */
export const WORDS = [":", "!:", "=", "!=", "^"] as const;
/** How one of a few values is compared. */
export const ONE_OF = ["=", "!="] as const;

/** The values that the rows have of these properties, offered while one types: for properties with few values. */
export function filterOptions<Row>(
  rows: readonly Row[],
  properties: readonly (keyof Row & string)[],
): PropertyFilterProps.FilteringOption[] {
  return properties.flatMap((propertyKey) => {
    const values = new Set(rows.map((row) => row[propertyKey]));
    return [...values].flatMap((value) =>
      value === undefined || value === "" ? [] : [{ propertyKey, value: String(value) }],
    );
  });
}
