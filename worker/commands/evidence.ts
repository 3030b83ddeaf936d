import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { AppError } from "@/lib/domain/errors";
import type { EvidencePeriod } from "@/lib/domain/evidence/evidence";
import { plural } from "@/lib/domain/format";
import { previousEvidence, sealEvidence, writeEvidence } from "@/lib/operations/evidence-records";
import { type GatherEvidence, gatherEvidence } from "@/lib/operations/gather-evidence";
import type { Log } from "../log";

export interface EvidenceArguments {
  from?: string;
  to?: string;
  /** A directory the files are written to as well. */
  out?: string;
}

/** Makes the evidence pack of a period and keeps it in the records bucket. @returns the exit code; 1 when something is left out */
export async function evidence(
  deps: GatherEvidence,
  { asked, who, log, now }: { asked: EvidenceArguments; who: string; log: Log; now: () => Date },
): Promise<number> {
  const at = now();
  const period = periodOf(asked, at);
  const previous = await previousEvidence(deps.records);
  const sealed = sealEvidence(await gatherEvidence(deps, period, { at, who, previous }));
  const key = await writeEvidence(deps.records, sealed);
  const { snapshots, left_out: left, hash } = sealed.pack;
  if (asked.out !== undefined) await writeFiles(asked.out, sealed.files);
  for (const line of left) log.warn("left-out", line);
  log.info(
    "evidence",
    `${period.from} to ${period.to}: ${plural(snapshots.length, "backup")}; s3://${deps.records.bucket}/${key}`,
    {
      key,
      hash,
      left_out: left.length,
    },
  );
  return left.length > 0 ? 1 : 0;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DAYS_BEFORE = 30;

/** Without a word about it, the 30 days that ended yesterday. @throws AppError input-invalid */
function periodOf({ from, to }: EvidenceArguments, now: Date): EvidencePeriod {
  const dayBefore = (days: number) => new Date(now.getTime() - days * 86_400_000).toISOString().slice(0, 10);
  const period = { from: from ?? dayBefore(DAYS_BEFORE), to: to ?? dayBefore(1) };
  for (const [name, day] of Object.entries(period)) {
    if (!DAY.test(day) || Number.isNaN(Date.parse(day)))
      throw new AppError("input-invalid", { problem: `--${name} ${day} is no day; write it like 2026-11-21` });
  }
  if (period.from > period.to)
    throw new AppError("input-invalid", { problem: `--from ${period.from} is after --to ${period.to}` });
  return period;
}

async function writeFiles(directory: string, files: { name: string; text: string }[]): Promise<void> {
  try {
    await mkdir(directory, { recursive: true });
    for (const { name, text } of files) await writeFile(path.join(directory, name), text);
  } catch (cause) {
    throw new AppError("input-invalid", { problem: `--out ${directory}: ${(cause as Error).message}` }, { cause });
  }
}
