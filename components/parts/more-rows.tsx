"use client";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import { plural } from "@/lib/domain/format";

/** The foot of a list that is read page by page. */
export function MoreRows({
  query,
}: {
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
}) {
  if (!query.hasNextPage) return null;
  return (
    <Box textAlign="center">
      <Button loading={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
        Show older
      </Button>
    </Box>
  );
}

/** The list does not move by itself; this lets the new rows in. */
export function NewRows({ waiting, show, what }: { waiting: number; show: () => void; what: string }) {
  return (
    <span role="status" aria-live="polite">
      {waiting > 0 && (
        <Button iconName="refresh" onClick={show}>
          {plural(waiting, `new ${what}`)}
        </Button>
      )}
    </span>
  );
}
