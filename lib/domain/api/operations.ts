// Alarms, drills, settings, the audit trail.
import { z } from "zod";
import type { AlarmDetail, AlarmReport } from "../alarm-report";
import type { AuditDays } from "../audit/audit-days";
import type { AuditEntry } from "../audit/audit-entry";
import { auditEntry } from "../audit/audit-entry-schema";
import { FINDING_AREAS, FINDING_STATES } from "../doctor/finding";
import { SIZE_CLASSES } from "../drill";
import { drillRecord } from "../drill-schema";
import { type DrillsNow, LAST_DRILL_STATES } from "../drills-now";
import { HEARING_STATES, type Hearing } from "../hearing";
import { repositoryName, runId, snapshotId } from "../ids-schema";
import type { SettingsView } from "../settings-view";
import { part, plainProblem } from "./common";
import { named } from "./schema";

const span = z.strictObject({
  text: z.string(),
  as: z.enum(["code", "emphasis"]).optional(),
  href: z.string().optional(),
});
const leaf = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("paragraph"), spans: z.array(span) }),
  z.strictObject({ kind: z.literal("code"), text: z.string() }),
]);
const list = z.strictObject({ kind: z.literal("list"), ordered: z.boolean(), items: z.array(z.array(leaf)) });
const blocks = z.array(z.union([leaf, list]));

const state = z.enum(["OK", "ALARM", "INSUFFICIENT_DATA"]);

const reported = {
  name: z.string(),
  title: z.string(),
  severity: z.enum(["critical", "high", "medium", "unknown"]),
  meaning: z.string(),
  state: z.enum(["OK", "ALARM", "INSUFFICIENT_DATA", "absent"]),
  since: z.string().optional(),
  reason: z.string().optional(),
  actionsEnabled: z.boolean().optional(),
  runbook: z.string().optional(),
  run: runId.optional(),
};

export const alarmReport = named<AlarmReport>()(
  "Alarm",
  z.strictObject(reported),
  "absent: Holdfast defines it and CloudWatch does not have it, so nobody would be told.",
);

export const alarmDetail = named<AlarmDetail>()(
  "AlarmDetail",
  z.strictObject({
    ...reported,
    history: z.array(
      z.strictObject({
        ...{ at: z.string(), from: state.optional(), to: state.optional(), summary: z.string() },
        run: runId.optional(),
      }),
    ),
    guide: z
      .strictObject({
        description: blocks,
        investigation: blocks,
        resolution: blocks,
        setup: z.string().optional(),
      })
      .optional(),
    chart: z
      .strictObject({
        metric: z.string(),
        statistic: z.string(),
        threshold: z.number(),
        comparison: z.string(),
        rule: z.string(),
        from: z.string(),
        to: z.string(),
        points: z.array(z.strictObject({ at: z.string(), value: z.number() })),
      })
      .optional(),
  }),
);

export const hearing = named<Hearing>()(
  "Subscription",
  z.strictObject({
    topic: z.string(),
    alarms: z.int(),
    state: z.enum(HEARING_STATES),
    protocol: z.string().optional(),
    address: z.string().optional(),
  }),
  "Of a topic that alarms tell. nobody: it has none. Of an address on the web only the host is told, for the rest may be a key.",
);

const drillItem = drillRecord.shape.items.element.shape;

export const drillsNow = named<DrillsNow>()(
  "Drills",
  z.strictObject({
    task: z.strictObject({ organisation: z.string().optional(), repositories: z.int() }).optional(),
    intervalDays: z.number().optional(),
    last: z.strictObject({ drill: drillRecord, state: z.enum(LAST_DRILL_STATES) }).optional(),
    active: runId.optional(),
    cameToNothing: z.strictObject({ run: runId, problem: plainProblem }).optional(),
    lastPassedAt: z.string().optional(),
    dueAt: z.string().optional(),
    reached: z.array(
      z.strictObject({
        sizeClass: z.enum(SIZE_CLASSES),
        seconds: z.number(),
        count: z.int(),
        run: runId,
        at: z.string(),
      }),
    ),
    sample: part(
      z
        .strictObject({
          snapshot: snapshotId,
          items: z.array(
            z.strictObject({ repository: repositoryName, size_class: drillItem.size_class, bytes: drillItem.bytes }),
          ),
        })
        .optional(),
    ),
  }),
  "What the last drill came to, when the next is due, what recovery times were reached.",
);

export const settingsView = named<SettingsView>()(
  "Settings",
  z.strictObject({
    findings: z.array(
      z.strictObject({
        area: z.enum(FINDING_AREAS),
        subject: z.string(),
        state: z.enum(FINDING_STATES),
        text: z.string(),
        hint: z.string().optional(),
      }),
    ),
    examinedAt: z.string(),
    nextTimes: part(z.array(z.string())),
    groups: z.array(
      z.strictObject({
        title: z.string(),
        facts: z.array(z.strictObject({ label: z.string(), value: z.string() })),
      }),
    ),
  }),
  "What the doctor found, and what is configured. No secret stands in it.",
);

export const apiAuditEntry = named<AuditEntry>()("AuditEntry", auditEntry, "One line of the audit trail.");

export const auditDays = named<AuditDays>()(
  "AuditDays",
  z.strictObject({
    entries: z.array(apiAuditEntry),
    breaks: z.array(z.strictObject({ key: z.string(), problem: z.string() })),
    older: z.string().optional(),
  }),
  "Whole days, newest first. Pass `older` as `until` to read on. `breaks`: where the trail is not as it was written.",
);
