import { DRILLS_PREFIX, drillKey } from "@/lib/domain/bucket-keys";
import type { DrillRecord } from "@/lib/domain/drill";
import { drillRecord } from "@/lib/domain/drill-schema";
import { parseJson } from "@/lib/domain/json";
import type { ObjectStore } from "@/lib/ports/object-store";
import { inParallel } from "./in-parallel";
import { KeepRecent } from "./keep-recent";

export interface KeptDrill {
  drill: DrillRecord;
  etag: string;
}

/** A drill a day for a year; what is older bears on no sample any more. */
const MOST_READ = 400;
const READS_AT_ONCE = 12;

/** Drills that have ended and whose repositories are gone do not change any more. */
export type EndedDrills = KeepRecent<KeptDrill | undefined>;
export const endedDrills = (): EndedDrills => new KeepRecent(MOST_READ);
const isFinal = (kept: KeptDrill | undefined) =>
  kept !== undefined && kept.drill.state !== "running" && kept.drill.items.every(({ removed }) => removed);

/**
 * Past drills, newest first; what is in `ended` is not read again. One that cannot be read any more is left out.
 * @throws AppError storage-*
 */
export async function readDrills(
  records: ObjectStore,
  { most = MOST_READ, ended = endedDrills() }: { most?: number; ended?: EndedDrills } = {},
): Promise<KeptDrill[]> {
  const keys: string[] = [];
  for await (const { key } of records.list(DRILLS_PREFIX)) keys.push(key);
  const newest = keys.reverse().slice(0, most);
  const read = await inParallel(newest, READS_AT_ONCE, (key) => ended.get(key, () => readDrill(records, key), isFinal));
  return read.flatMap((each) => each ?? []);
}

async function readDrill(records: ObjectStore, key: string): Promise<KeptDrill | undefined> {
  const { text, etag } = await records.readText(key);
  const parsed = drillRecord.safeParse(parseJson(text));
  return parsed.success ? { drill: parsed.data, etag } : undefined;
}

/** When the last drill that passed came to its end; undefined when none has. */
export async function lastPassedDrill(records: ObjectStore): Promise<string | undefined> {
  const drills = await readDrills(records, { most: DRILLS_LOOKED_AT });
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
