// Which backup is at work: one object that is only ever replaced over the state that was read.
import { z } from "zod";
import { ACTIVE_BACKUP_KEY } from "@/lib/domain/bucket-keys";
import { hasCode } from "@/lib/domain/errors";
import { runId } from "@/lib/domain/ids-schema";
import { parseJson } from "@/lib/domain/json";
import type { ObjectStore } from "@/lib/ports/object-store";

const activeBackup = z.looseObject({ run: runId, since: z.string() });
export type ActiveBackup = z.infer<typeof activeBackup>;

/** The run that claimed last, whether or not it is still at work; without a run when the object cannot be understood. */
export async function readActiveBackup(
  records: ObjectStore,
): Promise<(Partial<ActiveBackup> & { etag: string }) | undefined> {
  try {
    const { text, etag } = await records.readText(ACTIVE_BACKUP_KEY);
    return { ...activeBackup.safeParse(parseJson(text)).data, etag };
  } catch (error) {
    if (hasCode(error, "object-missing")) return undefined;
    throw error;
  }
}

/** @param over etag of what was read, undefined when there was nothing; @returns false when somebody else was quicker */
export async function claimBackup(
  records: ObjectStore,
  claim: ActiveBackup,
  over: string | undefined,
): Promise<boolean> {
  const onlyIf = over === undefined ? "absent" : { etag: over };
  try {
    await records.put(ACTIVE_BACKUP_KEY, `${JSON.stringify(claim)}\n`, { onlyIf, contentType: "application/json" });
    return true;
  } catch (error) {
    if (hasCode(error, "object-exists", "object-changed")) return false;
    throw error;
  }
}
