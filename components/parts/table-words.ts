import type { TableProps } from "@cloudscape-design/components/table";

/** What a table's controls are called; Cloudscape's own messages leave these out. `name` is what a row is called. */
export function tableWords<T>(label: string, name: (row: T) => string): TableProps.AriaLabels<T> {
  return {
    tableLabel: label,
    itemSelectionLabel: (_, row) => `Select ${name(row)}`,
    allItemsSelectionLabel: () => "Select all",
    selectionGroupLabel: `Selection of ${label}`,
    resizerRoleDescription: "Resize the column",
  };
}
