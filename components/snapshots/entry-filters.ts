import type { PropertyFilterProps } from "@cloudscape-design/components/property-filter";
import type { EntryRow } from "@/lib/domain/snapshot-detail";

const WORDS = [":", "!:", "=", "!=", "^"] as const;

/** Properties with few values: these are offered while one types. Ten thousand names would only make typing slow. */
const OFFERED = ["outcome", "anomaly", "defaultBranch", "visibility", "archived"] as const;

export function entryFilterOptions(entries: readonly EntryRow[]): PropertyFilterProps.FilteringOption[] {
  return OFFERED.flatMap((propertyKey) => {
    const values = new Set(entries.map((entry) => entry[propertyKey]));
    return [...values].flatMap((value) =>
      value === undefined || value === "" ? [] : [{ propertyKey, value: String(value) }],
    );
  });
}

/** What repositories can be filtered by; the keys stand in addresses. */
export const ENTRY_FILTERS: PropertyFilterProps.FilteringProperty[] = [
  { key: "repository", propertyLabel: "Repository", groupValuesLabel: "Repositories", operators: WORDS },
  { key: "outcome", propertyLabel: "Outcome", groupValuesLabel: "Outcomes", operators: ["=", "!="] },
  { key: "anomaly", propertyLabel: "Anomaly", groupValuesLabel: "Anomalies", operators: [":", "=", "!="] },
  { key: "defaultBranch", propertyLabel: "Default branch", groupValuesLabel: "Default branches", operators: WORDS },
  { key: "head", propertyLabel: "Head", groupValuesLabel: "Heads", operators: ["^", "="] },
  { key: "visibility", propertyLabel: "Visibility", groupValuesLabel: "Visibilities", operators: ["=", "!="] },
  { key: "archived", propertyLabel: "Archived", groupValuesLabel: "Archived", operators: ["=", "!="] },
];
