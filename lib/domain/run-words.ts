// What a run is found by.
import { restoreResult } from "./restore-words";
import { RUN_KIND_LABEL, type RunRecord } from "./run";

/** Whether its record tells of `text`: its kind, who asked for it, a repository it was about or that failed, its snapshot. */
export function tellsOf(record: RunRecord, text: string): boolean {
  const wanted = text.toLowerCase();
  return wordsOf(record).some((word) => word?.toLowerCase().includes(wanted));
}

function wordsOf({ kind, actor, snapshot, restore, verify, hold, backup, failures = [] }: RunRecord) {
  return [
    RUN_KIND_LABEL[kind],
    actor,
    snapshot,
    restore && restoreResult(restore),
    ...restoredNames(restore),
    verify?.request.repository,
    ...(hold?.request.repositories ?? []),
    ...(backup?.request.first ?? []),
    ...failures.map(({ repo }) => repo),
  ];
}

function restoredNames(restore: RunRecord["restore"]): readonly string[] {
  if (restore?.request.kind !== "batch") return [];
  const { repositories } = restore.request;
  return repositories === "all" ? [] : repositories;
}
