import type { TableProps } from "@cloudscape-design/components/table";
import type { ReactNode } from "react";

/**
 * The same columns, whose cells are made once for each row: a table draws all its rows again for a checkbox or another width, and
 * React passes over what is the very same element. For cells that show nothing but the row and what the columns were made of.
 */
export function cellsOnce<Row extends object>(
  columns: readonly TableProps.ColumnDefinition<Row>[],
): TableProps.ColumnDefinition<Row>[] {
  return columns.map((column) => ({ ...column, cell: once(column.cell) }));
}

function once<Row extends object>(make: (row: Row) => ReactNode): (row: Row) => ReactNode {
  const made = new WeakMap<Row, ReactNode>();
  return (row) => {
    const cell = made.has(row) ? made.get(row) : make(row);
    made.set(row, cell);
    return cell;
  };
}
