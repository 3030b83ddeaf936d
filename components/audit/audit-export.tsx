"use client";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import { useNow } from "../shell/clock";

const SPANS = [
  { days: 7, text: "Last 7 days" },
  { days: 30, text: "Last 30 days" },
  { days: 366, text: "Last 12 months" },
];
const DAY_MS = 86_400_000;

/** The entries as they were written, for whoever keeps them elsewhere. */
export function AuditExport() {
  const now = useNow();
  const since = (days: number) => new Date(now.getTime() - days * DAY_MS).toISOString().slice(0, 10);
  return (
    <ButtonDropdown
      items={SPANS.map(({ days, text }) => ({
        id: String(days),
        text,
        href: `/api/audit?${new URLSearchParams({ from: since(days), download: "1" })}`,
      }))}
    >
      Export
    </ButtonDropdown>
  );
}
