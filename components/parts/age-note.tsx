"use client";
import Box from "@cloudscape-design/components/box";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { isStale } from "../polling";
import { useNow } from "../shell/clock";
import { ClockTime } from "./times";

interface AgeNoteProps {
  query: { dataUpdatedAt: number };
  /** How often the page asks; false when no more news will come. */
  intervalMs: number | false;
}

/** How old the page is. After two missed polls it says so loudly: an old green must never look fresh. */
export function AgeNote({ query, intervalMs }: AgeNoteProps) {
  const now = useNow();
  if (query.dataUpdatedAt === 0) return null;
  const stale = isStale(query.dataUpdatedAt, intervalMs, now.getTime());
  return (
    <span role="status" aria-live="polite" data-testid="age-note">
      {stale ? (
        <StaleMark query={query} />
      ) : (
        <Box variant="small" color="text-body-secondary">
          As of <AsOf query={query} />
        </Box>
      )}
    </span>
  );
}

/** Of a part of a page that asks by itself: nothing while it is fresh. */
export function StaleNote({ query, intervalMs }: AgeNoteProps) {
  const now = useNow();
  if (!isStale(query.dataUpdatedAt, intervalMs, now.getTime())) return null;
  return (
    <span role="status">
      <StaleMark query={query} />
    </span>
  );
}

const StaleMark = ({ query }: Pick<AgeNoteProps, "query">) => (
  <StatusIndicator type="warning">
    Reconnecting; this is as of <AsOf query={query} />
  </StatusIndicator>
);

const AsOf = ({ query }: Pick<AgeNoteProps, "query">) => <ClockTime at={new Date(query.dataUpdatedAt).toISOString()} />;
