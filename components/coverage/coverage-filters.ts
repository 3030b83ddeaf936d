import type { PropertyFilterProps } from "@cloudscape-design/components/property-filter";
import { ONE_OF, WORDS } from "../parts/filter-properties";

/** What repositories can be filtered by; the keys stand in addresses. */
export const COVERAGE_FILTERS: PropertyFilterProps.FilteringProperty[] = [
  { key: "repo", propertyLabel: "Repository", groupValuesLabel: "Repositories", operators: WORDS },
  { key: "state", propertyLabel: "State", groupValuesLabel: "States", operators: ONE_OF },
  { key: "outcome", propertyLabel: "Last outcome", groupValuesLabel: "Outcomes", operators: ONE_OF },
  { key: "visibility", propertyLabel: "Visibility", groupValuesLabel: "Visibilities", operators: ONE_OF },
  { key: "archived", propertyLabel: "Archived", groupValuesLabel: "Archived", operators: ONE_OF },
];
