// The pack as one HTML page that needs nothing else: no script, no request, readable on paper.
import { formatBytes, formatDuration, formatNumber } from "../format";
import { CONTROLS } from "./controls";
import type { Evidence } from "./evidence";

/** Everything in it is escaped: names come from outside. */
export function evidencePage(pack: Evidence): string {
  const { period, snapshots, gaps, incidents, coverage, proofs, drills, runs, access, left_out } = pack;
  const unprotected = coverage.filter(({ last_backup }) => last_backup === undefined).length;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Backup evidence ${text(period.from)} to ${text(period.to)}</title><style>${STYLE}</style></head><body>
<h1>Backup evidence, ${text(period.from)} to ${text(period.to)}</h1>
<p>Made ${text(pack.created_at)} by ${text(pack.created_by)} with Holdfast ${text(pack.worker)}. Times are UTC.</p>
<p>${formatNumber(snapshots.length)} backups; ${formatNumber(coverage.length)} repositories, ${formatNumber(unprotected)} of them without any backup;
${formatNumber(proofs.proven)} proofs held, ${formatNumber(proofs.failed.length)} failed; ${formatNumber(drills.length)} restore drills.</p>
${left_out.length > 0 ? `<h2>Left out</h2>${list(left_out)}` : "<p>Nothing of the period was left out.</p>"}
${section(
  "controls",
  "Which part answers which control",
  ["Standard", "Control", "Asks that", "See"],
  CONTROLS.map((each) => [each.standard, each.control, each.asks, each.shownBy.join(", ")]),
)}
${section("configuration", "Configuration", ["Setting", "Value"], Object.entries(pack.configuration))}
${section(
  "snapshots",
  "Backups",
  [
    "Snapshot",
    "Ended",
    "Safe",
    "Failed",
    "Unavailable",
    "Vanished",
    "Stored",
    "Manifest's SHA-256",
    "Names the one before",
  ],
  snapshots.map((each) => [
    each.snapshot,
    each.finished_at,
    `${each.safe} of ${each.repositories}`,
    each.failed,
    each.unavailable,
    each.vanished,
    formatBytes(each.stored_bytes),
    each.manifest_sha256,
    each.chained === undefined ? "–" : each.chained ? "yes" : "NO",
  ]),
)}
${section(
  "gaps",
  "Times without a backup, longer than the target",
  ["From", "To", "Hours"],
  gaps.map((each) => [each.from, each.to, each.hours]),
)}
${section(
  "incidents",
  "Repositories that could not be backed up",
  ["Repository", "What", "Since", "Reason", "Mended"],
  incidents.map((each) => [
    each.repository,
    each.outcome,
    each.since,
    each.reason ?? "",
    each.mended_at ?? "not within the period",
  ]),
)}
${section(
  "proofs",
  `Proofs that failed, of ${formatNumber(proofs.runs)} verify runs`,
  ["When", "Repository", "Bucket", "Reason"],
  proofs.failed.map((each) => [each.at, each.repository, each.side, each.reason]),
)}
${section(
  "altered",
  "Manifests that were not as they were written",
  ["When", "Snapshot", "Bucket", "Reason"],
  proofs.altered.map((each) => [each.at, each.snapshot, each.side, each.reason]),
)}
${section(
  "drills",
  "Restore drills",
  ["Started", "Result", "Where", "Repository", "Size class", "Came back", "Time", "Refs compared"],
  drills.flatMap((drill) =>
    drill.items.map((item) => [
      drill.started_at,
      drill.state,
      drill.mode,
      item.repository,
      item.size_class,
      item.state,
      item.seconds === undefined ? "–" : formatDuration(item.seconds * 1000),
      item.refs ?? "–",
    ]),
  ),
)}
${
  pack.alarms.known
    ? section(
        "alarms",
        "Alarms",
        ["Alarm", "On since", "Until"],
        pack.alarms.changes.map((each) => [each.alarm, each.from, each.until ?? "still on"]),
      )
    : `<h2 id="alarms">Alarms</h2><p>${text(pack.alarms.why)}</p>`
}
${section(
  "coverage",
  "Every repository at the end of the period",
  ["Repository", "In the last snapshot", "Last backup", "Last proof, primary", "Last proof, replica"],
  coverage.map((each) => [
    each.repository,
    each.outcome,
    each.last_backup ?? "none",
    each.last_proof_primary ?? "none",
    each.last_proof_replica ?? "none",
  ]),
)}
${section(
  "runs",
  "Runs, and who started them",
  ["Asked for", "Kind", "By", "About", "State", "Ended"],
  runs.map((each) => [
    each.requested_at,
    each.kind,
    each.actor ?? each.trigger,
    each.about ?? "",
    each.state,
    each.finished_at ?? "",
  ]),
)}
${section(
  "access",
  "Access: who did what, from where",
  ["When", "Who", "GitHub account", "What", "About", "Result", "From"],
  access.entries.map((each) => [
    ...[each.at, each.who, each.account ?? "", each.action],
    [each.about, each.run, each.plan_digest].filter(Boolean).join("; "),
    each.detail ? `${each.result}: ${each.detail}` : each.result,
    each.address ?? "",
  ]),
)}
${section(
  "trail",
  "Entries of the audit trail that are not as they were written",
  ["Object", "What shows it"],
  access.breaks.map((each) => [each.key, each.problem]),
)}
<h2>Integrity</h2>
<p>Hash of this pack: <code>${text(pack.hash ?? "none")}</code>. ${pack.previous ? `The pack before: <code>${text(pack.previous.key)}</code>, <code>${text(pack.previous.hash)}</code>.` : "It is the first one."}
The JSON beside this page says the same; its hash is of its canonical form without the field <code>hash</code>.</p>
</body></html>
`;
}

type Cell = string | number;

function section(id: string, title: string, head: string[], rows: Cell[][]): string {
  const cells = (tag: "th" | "td", row: Cell[]) => row.map((cell) => `<${tag}>${text(String(cell))}</${tag}>`).join("");
  const body = rows.map((row) => `<tr>${cells("td", row)}</tr>`).join("\n");
  const table = `<div class="wide"><table><thead><tr>${cells("th", head)}</tr></thead><tbody>\n${body}\n</tbody></table></div>`;
  return `<h2 id="${id}">${text(title)} (${formatNumber(rows.length)})</h2>${rows.length > 0 ? table : "<p>None.</p>"}`;
}

const list = (lines: string[]) => `<ul>${lines.map((line) => `<li>${text(line)}</li>`).join("")}</ul>`;

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const text = (value: string) => value.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);

const STYLE = `body{font:14px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:75rem;padding:0 1rem;color:#16191f}
h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.25rem .6rem;border-bottom:1px solid #d5dbdb}
th{white-space:nowrap}code{overflow-wrap:anywhere}td{overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
@media print{body{margin:0;max-width:none}h2{break-after:avoid}tr{break-inside:avoid}}`;
