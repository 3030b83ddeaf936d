import type { EnvironmentInput } from "./config";
import { namesOf, replicaPlace } from "./names";

/** What a standby has of its own; all else is the environment's. */
export type StandbyInput = Pick<EnvironmentInput, "name" | "network" | "secrets" | "console" | "images">;

/**
 * A console and restores in the region and the account of `primary`'s replica, which read that replica as if it were the primary. They
 * need nothing of the primary's region.
 */
export function standbyOf({ delivery: _, ...primary }: EnvironmentInput, own: StandbyInput): EnvironmentInput {
  const names = namesOf({ ...primary, existing: primary.existing ?? {} });
  const { account, region } = replicaPlace(primary);
  return {
    ...primary,
    ...own,
    standby: true,
    account,
    region,
    replica: { ...primary.replica, account },
    existing: {
      backupsBucket: names.backupsReplicaBucket,
      recordsBucket: names.recordsReplicaBucket,
      // There is no second copy any more. Roles name the one that is left, and not a bucket that anybody could make.
      backupsReplicaBucket: names.backupsReplicaBucket,
    },
    lock: {},
  };
}
