import { type AppError, asAppError, type Problem, problemOf } from "@/lib/domain/errors";
import type { Side } from "@/lib/domain/snapshot";
import { backupsIn } from "@/lib/operations/read-manifest";
import type { Known } from "./choose-chains";
import { readManifests } from "./read-manifests";
import type { VerifyContext } from "./verify-context";

export interface OpenedSides {
  open: Known["open"];
  /** A bucket that is configured and does not answer. */
  away: readonly { side: Side; problem: Problem }[];
}

/** Reads the newest manifests in each bucket. @throws AppError storage-* when none answers */
export async function openSides({ services, env, log }: VerifyContext): Promise<OpenedSides> {
  const { primary, replica } = services;
  const stores = [
    { side: "primary" as const, store: primary },
    ...(replica ? [{ side: "replica" as const, store: replica }] : []),
  ];
  const open: Known["open"][number][] = [];
  const refused: { side: Side; error: AppError }[] = [];
  await Promise.all(
    stores.map(async ({ side, store }) => {
      const backups = backupsIn(store, env.ROOT_PREFIX);
      try {
        open.push({ side, backups, manifests: await readManifests(backups, side) });
      } catch (error) {
        refused.push({ side, error: asAppError(error) });
      }
    }),
  );
  if (open.length === 0 && refused[0]) throw refused[0].error;
  open.sort((a, b) => (a.side < b.side ? -1 : 1));
  for (const { side, error } of refused)
    log.error("bucket-away", `the ${side} is not looked at: ${error.message}`, { code: error.code, hint: error.hint });
  return { open, away: refused.map(({ side, error }) => ({ side, problem: problemOf(error) })) };
}
