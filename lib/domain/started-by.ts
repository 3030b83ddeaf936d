// What started a run, and so a snapshot, and who: the same words wherever it is told.
export interface Started {
  trigger?: "schedule" | "manual" | "retry";
  /** A person, or a token of one. */
  actor?: string;
}

const TRIGGER_LABEL: Record<NonNullable<Started["trigger"]>, string> = {
  schedule: "Schedule",
  manual: "Manual",
  retry: "Retry",
};

/** The trigger, then the person: one, both or, of snapshots of before either was kept, none. */
export function startedBy({ trigger, actor }: Started): string[] {
  // Whoever starts a run in the console is known.
  const who = actor ?? (trigger === "manual" ? "command line" : undefined);
  return [trigger && TRIGGER_LABEL[trigger], who].filter((each) => each !== undefined);
}

/** The same in one line: `Manual, ines`. */
export const startedByLine = (started: Started): string => startedBy(started).join(", ") || "–";
