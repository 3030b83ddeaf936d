import { formatBytes, formatDuration, formatNumber } from "@/lib/domain/format";
import { whyNoTimeLeft } from "@/lib/domain/push-left";
import type { PushProgress, RunRecord } from "@/lib/domain/run";
import { phasesOf } from "@/lib/domain/run-phases";
import { timeLeft } from "@/lib/domain/time-left";

/** Phases whose numbers mean something: repositories, or the bytes of one restore's bundles (`read`). */
const COUNTED = ["capture", "restore", "read", "prove"];
const BAR_WIDTH = 24;
/** Narrower than this a bar says nothing that the numbers do not. */
const BAR_FROM_WIDTH = 60;

/** A moment is not counted in milliseconds here. */
const coarse = (ms: number) => (ms < 1000 ? "<1 s" : formatDuration(ms));

const GREEN = "\x1b[32m";
const DIM = "\x1b[2m";
const PLAIN = "\x1b[0m";

/**
 * A run as one line of at most `width` characters: how far it is, what is left, what it is at. What does not fit is left
 * out, the least telling first. Undefined before it runs and after its end. The same record feeds the console.
 */
export function progressLine(record: RunRecord, now: Date, width: number, colour: boolean): string | undefined {
  if (record.state !== "running") return undefined;
  const phase = phasesOf(record).find((each) => each.state === "current");
  const took = coarse(Math.max(0, now.getTime() - Date.parse(record.started_at ?? record.updated_at)));
  const { progress } = record;
  if (record.kind === "restore" && record.phase === "push" && progress?.push)
    return joinFitting([phase?.text ?? "push", took, ...sent(record, progress.push, now)], width);
  const counting = progress !== undefined && progress.total > 0 && COUNTED.includes(record.phase ?? "");
  if (!counting) return joinFitting([phase?.text ?? record.phase ?? "starting", took], width);
  const share = Math.min(1, progress.done / progress.total);
  const percent = `${String(Math.floor(share * 100)).padStart(3)}%`;
  if (width < BAR_FROM_WIDTH) return joinFitting([percent, ...numbers(record, progress, now)], width);
  const bar = draw(share, colour);
  return `${bar} ${joinFitting([percent, ...numbers(record, progress, now), took, underWay(progress.current)], width - BAR_WIDTH - 3)}`;
}

function numbers(record: RunRecord, progress: NonNullable<RunRecord["progress"]>, now: Date): string[] {
  const { done, total, bytes, bytes_per_second: rate } = progress;
  if (record.phase === "read") return [`${formatBytes(done)} of ${formatBytes(total)}`];
  const left = timeLeft(record, now);
  return [
    `${formatNumber(done)}/${formatNumber(total)}`,
    ...(record.waiting ? [`GitHub's limit: waiting until ${record.waiting.until.slice(11, 16)} UTC`] : []),
    ...(left ? [`${formatDuration(left.seconds * 1000)} left by ${left.by}`] : []),
    ...(bytes > 0 ? [formatBytes(bytes)] : []),
    ...(rate ? [`${formatBytes(rate)}/s`] : []),
  ];
}

function sent(record: RunRecord, push: PushProgress, now: Date): string[] {
  const left = timeLeft(record, now);
  return [
    push.of === undefined
      ? `${formatBytes(push.sent)} sent`
      : `${formatBytes(push.sent)} of at most ${formatBytes(push.of)}`,
    left ? `at most about ${formatDuration(left.seconds * 1000)} left` : whyNoTimeLeft(push),
  ];
}

function underWay([first, ...others]: string[]): string {
  if (first === undefined) return "";
  return others.length > 0 ? `${first} +${others.length}` : first;
}

function draw(share: number, colour: boolean): string {
  const full = Math.round(share * BAR_WIDTH);
  const [done, rest] = ["#".repeat(full), "-".repeat(BAR_WIDTH - full)];
  return colour ? `[${GREEN}${done}${PLAIN}${DIM}${rest}${PLAIN}]` : `[${done}${rest}]`;
}

/** As many parts, from the left, as there is room for; the first is cut when even that is too long. */
function joinFitting(parts: string[], width: number): string {
  let line = (parts[0] ?? "").slice(0, Math.max(0, width));
  for (const part of parts.slice(1)) {
    if (part === "") continue;
    if (line.length + 2 + part.length > width) break;
    line += `  ${part}`;
  }
  return line;
}
