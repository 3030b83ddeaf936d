import { DRILLS_PREFIX } from "@/lib/domain/bucket-keys";
import { hasCode } from "@/lib/domain/errors";
import { type RunId, runId } from "@/lib/domain/ids";
import type { ObjectStore } from "@/lib/ports/object-store";
import { readRun } from "./run-records";

/** Drills that failed one after the other and are looked through for a good one. */
const MOST_LOOKED_AT = 20;

/** When a drill last ended well; undefined when none did, of the newest. @throws AppError storage-* */
export async function lastGoodDrill(records: ObjectStore): Promise<string | undefined> {
  const drills = new Set<RunId>();
  for await (const { key } of records.list(DRILLS_PREFIX)) {
    const drill = runId.safeParse(/^[^./]+/.exec(key.slice(DRILLS_PREFIX.length))?.[0]).data;
    if (drill) drills.add(drill);
  }
  for (const drill of [...drills].reverse().slice(0, MOST_LOOKED_AT)) {
    const found = await readRun(records, drill).catch((error: unknown) => {
      if (hasCode(error, "not-found", "record-invalid")) return undefined;
      throw error;
    });
    if (found?.record.state === "succeeded") return found.record.finished_at ?? found.record.updated_at;
  }
  return undefined;
}
