import type { RunLogPage } from "@/lib/domain/followed-run";
import type { RunId } from "@/lib/domain/ids";
import { logEntry, logText } from "@/lib/domain/log-line";
import type { LogReader } from "@/lib/ports/monitoring";
import type { ObjectStore } from "@/lib/ports/object-store";
import { readRun } from "./run-records";

/** Lines of one answer; a screen asks on until it gets none. */
const PAGE_LINES = 2000;

/** The output of a run's task after `cursor`. @throws AppError not-found, record-invalid, aws-denied, aws-unreachable */
export async function readRunLog(
  { records, logs }: { records: ObjectStore; logs: LogReader },
  run: RunId,
  cursor: string | undefined,
): Promise<RunLogPage> {
  const { record } = await readRun(records, run);
  const { log_group: group, log_stream: stream } = record.task ?? {};
  if (!group || !stream) return { lines: [], cursor, available: false };
  return { ...(await logs.read(group, stream, cursor, PAGE_LINES)), available: true };
}

/** The whole log as text, page by page. The first one is read before this resolves. @throws as readRunLog */
export async function runLogText(
  deps: { records: ObjectStore; logs: LogReader },
  run: RunId,
): Promise<AsyncIterable<string>> {
  const first = await readRunLog(deps, run, undefined);
  return (async function* () {
    for (let page = first; page.lines.length > 0; page = await readRunLog(deps, run, page.cursor))
      yield page.lines.map((line) => logText(logEntry(line))).join("");
  })();
}
