import type { PropertyFilterProps } from "@cloudscape-design/components/property-filter";
import { ONE_OF, WORDS } from "../parts/filter-properties";

/** What repositories can be filtered by; the keys stand in addresses. */
export const ENTRY_FILTERS: PropertyFilterProps.FilteringProperty[] = [
  { key: "repository", propertyLabel: "Repository", groupValuesLabel: "Repositories", operators: WORDS },
  { key: "outcome", propertyLabel: "Outcome", groupValuesLabel: "Outcomes", operators: ONE_OF },
  { key: "anomaly", propertyLabel: "Anomaly", groupValuesLabel: "Anomalies", operators: [":", "=", "!="] },
  { key: "change", propertyLabel: "Change", groupValuesLabel: "Changes", operators: [":", "=", "!="] },
  { key: "defaultBranch", propertyLabel: "Default branch", groupValuesLabel: "Default branches", operators: WORDS },
  { key: "head", propertyLabel: "Head", groupValuesLabel: "Heads", operators: ["^", "="] },
  { key: "visibility", propertyLabel: "Visibility", groupValuesLabel: "Visibilities", operators: ONE_OF },
  { key: "archived", propertyLabel: "Archived", groupValuesLabel: "Archived", operators: ONE_OF },
];
