"use client";
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import { plural } from "@/lib/domain/format";
import { ASSUMED_CHANGED_SHARE } from "@/lib/domain/retention/changed-share";
import { changedShareOf, countOf, fullBytesOf } from "@/lib/domain/retention/fleet-sizes";
import type { MeasuredFleet } from "@/lib/domain/retention/retention-view";
import { formatPercent } from "@/lib/domain/retention/words";
import { Bytes } from "../parts/numbers";
import { RouteLink } from "../parts/route-link";

/** Whose sizes these are, and over how long they were measured. */
export function FleetNote({ fleet: { sizes, snapshot, side, notice } }: { fleet: MeasuredFleet }) {
  const { observedDays } = sizes;
  const count = plural(countOf(sizes.classes), "repository", "repositories");
  return (
    <div data-testid="fleet-note">
      {notice && (
        <Alert type="warning" header={`The primary bucket did not answer; the sizes are from the ${side}`}>
          {notice.hint}
        </Alert>
      )}
      <Box color="text-body-secondary">
        Your fleet, as of snapshot <RouteLink href={`/snapshots/${snapshot}?side=${side}`}>{snapshot}</RouteLink>:{" "}
        {count}, <Bytes value={Math.round(fullBytesOf(sizes))} /> in one full of each.{" "}
        {observedDays < 1
          ? `It is measured over one day only, which does not tell how much changes: ${formatPercent(ASSUMED_CHANGED_SHARE)} a day is assumed until the chains are older.`
          : `Measured over ${plural(Math.round(observedDays), "day")}, ${plural(sizes.increments, "increment")}: ${formatPercent(changedShareOf(sizes))} of the repositories change on a day.`}
      </Box>
    </div>
  );
}
