// What the Settings page shows: what is configured, when backups are due, and what the doctor found of it.
import type { Finding } from "./doctor/finding";
import type { Part } from "./part";

export interface SettingsView {
  findings: Finding[];
  /** When they were made. */
  examinedAt: string;
  /** The next times a backup is due; empty when that cannot be told. */
  nextTimes: Part<string[]>;
  groups: { title: string; facts: { label: string; value: string }[] }[];
}
