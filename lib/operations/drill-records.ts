import { DRILLS_PREFIX, drillKey } from "@/lib/domain/bucket-keys";
import { type DrillRecord, drillRecord } from "@/lib/domain/drill";
import type { ObjectStore } from "@/lib/ports/object-store";
import { inParallel } from "./in-parallel";

export interface KeptDrill {
  drill: DrillRecord;
  etag: string;
}

/** A drill a day for a year; what is older bears on no sample any more. */
const MOST_READ = 400;
const READS_AT_ONCE = 12;

/** Past drills, newest first. One that cannot be read any more is left out. @throws AppError storage-* */
export async function readDrills(records: ObjectStore, most = MOST_READ): Promise<KeptDrill[]> {
  const keys: string[] = [];
  for await (const { key } of records.list(DRILLS_PREFIX)) keys.push(key);
  const newest = keys.reverse().slice(0, most);
  const read = await inParallel(newest, READS_AT_ONCE, async (key): Promise<KeptDrill[]> => {
    const { text, etag } = await records.readText(key);
    const parsed = drillRecord.safeParse(parseJson(text));
    return parsed.success ? [{ drill: parsed.data, etag }] : [];
  });
  return read.flat();
}

/** When the last drill that passed came to its end; undefined when none has. */
export async function lastPassedDrill(records: ObjectStore): Promise<string | undefined> {
  const drills = await readDrills(records, DRILLS_LOOKED_AT);
  return drills.find(({ drill }) => drill.state === "passed")?.drill.finished_at;
}

/** More failed ones than this in a row, and it is as if there never was one: the alarm rings either way. */
const DRILLS_LOOKED_AT = 30;

/** Writes it anew, or over the state that was read. @throws AppError object-changed, object-exists, storage-* */
export async function writeDrill(records: ObjectStore, drill: DrillRecord, etag?: string): Promise<{ etag: string }> {
  const text = `${JSON.stringify(drill, null, 2)}\n`;
  const onlyIf = etag === undefined ? "absent" : { etag };
  return records.put(drillKey(drill.run), text, { onlyIf, contentType: "application/json" });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
