"use client";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import { plural } from "@/lib/domain/format";

interface MoreRowsProps {
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
  /** Under a filter: what it has looked at, `the newest 60 snapshots`. */
  looked?: string;
}

/** The foot of a list that is read page by page. A filter of it has seen only what was read. */
export function MoreRows({ query, looked }: MoreRowsProps) {
  if (!query.hasNextPage) return null;
  return (
    <Box textAlign="center">
      {looked && (
        <Box color="text-body-secondary" padding={{ bottom: "xs" }}>
          Only {looked} were looked at.
        </Box>
      )}
      <Button loading={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
        Show older
      </Button>
    </Box>
  );
}

interface NewRowsProps {
  waiting: number;
  show: () => void;
  /** What one of them is called, and more where an s does not do. */
  what: string;
  many?: string;
}

/** The list does not move by itself; this lets the new rows in. */
export function NewRows({ waiting, show, what, many }: NewRowsProps) {
  return (
    <span role="status" aria-live="polite">
      {waiting > 0 && (
        <Button iconName="refresh" onClick={show}>
          {plural(waiting, `new ${what}`, many)}
        </Button>
      )}
    </span>
  );
}
