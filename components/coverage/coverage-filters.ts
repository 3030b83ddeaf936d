import type { PropertyFilterProps } from "@cloudscape-design/components/property-filter";
import type { CoverageRow } from "@/lib/domain/coverage";

const WORDS = [":", "!:", "=", "!=", "^"] as const;
const ONE_OF = ["=", "!="] as const;

/** Properties with few values: these are offered while one types. */
const OFFERED = ["state", "outcome", "visibility", "archived"] as const;

export function coverageFilterOptions(rows: readonly CoverageRow[]): PropertyFilterProps.FilteringOption[] {
  return OFFERED.flatMap((propertyKey) => {
    const values = new Set(rows.map((row) => row[propertyKey]));
    return [...values].flatMap((value) => (value === undefined ? [] : [{ propertyKey, value: String(value) }]));
  });
}

/** What repositories can be filtered by; the keys stand in addresses. */
export const COVERAGE_FILTERS: PropertyFilterProps.FilteringProperty[] = [
  { key: "repo", propertyLabel: "Repository", groupValuesLabel: "Repositories", operators: WORDS },
  { key: "state", propertyLabel: "State", groupValuesLabel: "States", operators: ONE_OF },
  { key: "outcome", propertyLabel: "Last outcome", groupValuesLabel: "Outcomes", operators: ONE_OF },
  { key: "visibility", propertyLabel: "Visibility", groupValuesLabel: "Visibilities", operators: ONE_OF },
  { key: "archived", propertyLabel: "Archived", groupValuesLabel: "Archived", operators: ONE_OF },
];
