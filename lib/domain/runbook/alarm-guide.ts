// What the operator's runbook says of each alarm. runbook-text.json is taken from docs/operator-runbook.md and nobody edits it:
// a test refuses a text that is not the document's, and writes it anew with `vitest run --project unit lib/domain/runbook -u`.
import { ALARM_IDS, type AlarmId, alarmName } from "../alarm";
import { blocksOf, type Leads, type RunbookBlock } from "./runbook-block";
import runbook from "./runbook-text.json";

/** The parts that each alarm's section has, in their order. */
export const GUIDE_PARTS = ["description", "investigation", "resolution"] as const;
export type GuidePart = (typeof GUIDE_PARTS)[number];

export interface AlarmGuide extends Record<GuidePart, RunbookBlock[]> {
  /** Commands that set what the others name; absent where there are none. */
  setup?: string;
}

/** As it is in runbook-text.json. */
export interface RunbookText {
  setup: string;
  alarms: Record<AlarmId, Record<GuidePart, string>>;
}

/** `prefix`: the beginning of the alarms' names, for links from one to another. */
export function alarmGuide(id: AlarmId, prefix: string): AlarmGuide {
  const { setup, alarms }: RunbookText = runbook;
  const text = alarms[id];
  const leads = leadsOf(prefix);
  const [description, investigation, resolution] = GUIDE_PARTS.map((part) => blocksOf(text[part], leads));
  const needed = GUIDE_PARTS.some((part) => /\$\{?\w/.test(text[part]));
  return {
    description: description ?? [],
    investigation: investigation ?? [],
    resolution: resolution ?? [],
    setup: needed ? setup : undefined,
  };
}

const leadsOf =
  (prefix: string): Leads =>
  (target) => {
    const id = ALARM_IDS.find((each) => target === `#${each}`);
    if (id) return { href: `/alarms/${encodeURIComponent(alarmName(prefix, { id }))}` };
    return { reference: target.startsWith("#") ? `docs/operator-runbook.md${target}` : `docs/${target}` };
  };
