"use client";
import Alert from "@cloudscape-design/components/alert";
import ProgressBar from "@cloudscape-design/components/progress-bar";
import { type CatalogueStatus, isWhole } from "@/lib/domain/catalogue/catalogue-status";
import { formatNumber } from "@/lib/domain/format";
import { capital } from "./problem";

interface CatalogueNoteProps {
  status: CatalogueStatus;
  what: string;
  /** What stands there until it is whole, where it is not of the catalogue. */
  meanwhile?: string;
}

/** That what stands below may not be all there is, and how far the console is with reading it. Nothing where it is whole. */
export function CatalogueNote({ status, what, meanwhile }: CatalogueNoteProps) {
  const { state, snapshots, problem } = status;
  if (isWhole(status) && !meanwhile) return null;
  if (state === "filling") {
    const share = snapshots.total > 0 ? (100 * snapshots.done) / snapshots.total : 0;
    return (
      <Alert type="info" header={`${what} is still being read from the snapshots`}>
        {meanwhile ?? "Newest snapshots come first; what is missing appears by itself."}
        <ProgressBar
          value={share}
          ariaLabel="Snapshots read"
          additionalInfo={`${formatNumber(snapshots.done)} of ${formatNumber(snapshots.total)} snapshots read`}
        />
      </Alert>
    );
  }
  const missing = snapshots.total - snapshots.done;
  return (
    <Alert type="warning" header={`${what} may not be complete`}>
      {problem
        ? `${capital(problem.message)}. ${problem.hint}`
        : missing > 0 && `${formatNumber(missing)} snapshots could not be read.`}{" "}
      {meanwhile}
    </Alert>
  );
}
