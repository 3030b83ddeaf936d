import type { PropertyFilterProps } from "@cloudscape-design/components/property-filter";
import type { AuditRow } from "@/lib/domain/audit/audit-row";
import { filterOptions, ONE_OF, WORDS } from "../parts/filter-properties";

/** What entries can be filtered by; the keys stand in addresses. */
export const AUDIT_FILTERS: PropertyFilterProps.FilteringProperty[] = [
  { key: "who", propertyLabel: "Who", groupValuesLabel: "People and tasks", operators: WORDS },
  { key: "action", propertyLabel: "What", groupValuesLabel: "Actions", operators: ONE_OF },
  { key: "result", propertyLabel: "Result", groupValuesLabel: "Results", operators: ONE_OF },
  { key: "about", propertyLabel: "About", groupValuesLabel: "Subjects", operators: WORDS },
  { key: "run", propertyLabel: "Run", groupValuesLabel: "Runs", operators: WORDS },
  { key: "address", propertyLabel: "From", groupValuesLabel: "Addresses", operators: WORDS },
  { key: "at", propertyLabel: "When (UTC)", groupValuesLabel: "Times", operators: [":", "^"] },
];

export const auditFilterOptions = (rows: readonly AuditRow[]) =>
  filterOptions(rows, ["who", "action", "result", "address"]);
