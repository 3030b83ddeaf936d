import type { PropertyFilterProps } from "@cloudscape-design/components/property-filter";
import type { AuditRow } from "@/lib/domain/audit/audit-row";

const WORDS = [":", "!:", "=", "!=", "^"] as const;
const ONE_OF = ["=", "!="] as const;

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

const OFFERED = ["who", "action", "result", "address"] as const;

export function auditFilterOptions(rows: readonly AuditRow[]): PropertyFilterProps.FilteringOption[] {
  return OFFERED.flatMap((propertyKey) =>
    [...new Set(rows.map((row) => row[propertyKey]))].flatMap((value) => (value ? [{ propertyKey, value }] : [])),
  );
}
