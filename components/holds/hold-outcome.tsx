"use client";
import Alert from "@cloudscape-design/components/alert";
import { type HoldRecord, holdResult } from "@/lib/domain/hold-run";

/** At the end of a hold that came to a good one. */
export function HoldOutcome({ hold }: { hold: HoldRecord }) {
  const { counts } = hold;
  if (counts && counts.held + counts.renewed + counts.already === 0)
    return (
      <Alert type="info" header="There was nothing to hold">
        None of what was asked for has a bundle in the snapshot: it is empty.
      </Alert>
    );
  return (
    <Alert type="success" header={holdResult(hold)}>
      The copies stay when the snapshot expires. Beside each chain stands hold.json: why it is held, since when, and how
      it is restored with aws and git alone.
    </Alert>
  );
}
