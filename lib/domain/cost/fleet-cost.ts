// What a fleet costs a month, from what a simulation says of it: one model for docs/cost.md and for the console.
import type { Volumes } from "../retention/simulate";
import type { Side } from "../snapshot";
import { PRICES, STORAGE_CLASS_VIEW, storagePrices } from "./prices";

export interface CostLine {
  what: string;
  dollars: number;
  /** Where it is charged; both, or on the way between them, when missing. */
  side?: Side;
}

export interface TaskSize {
  cpu: number;
  memoryMiB: number;
  storageGiB: number;
}

/** What else is charged for besides the buckets. */
export interface Workers {
  repositories: number;
  backup: TaskSize;
  verify: TaskSize;
  /** S3 Replication Time Control. */
  timeControl: boolean;
}

/** What prod's tasks have, for whoever does not know those of an installation. */
export const ORDINARY_WORKERS: Omit<Workers, "repositories"> = {
  backup: { cpu: 2048, memoryMiB: 4096, storageGiB: 20 },
  verify: { cpu: 2048, memoryMiB: 4096, storageGiB: 200 },
  timeControl: false,
};

/** What S3 means by a GB. */
const GB = 1024 ** 3;
/** Assumed, and generous: most of a backup is one request for each repository. */
export const BACKUP_HOURS_PER_1000 = 0.25;
/** Assumed: a day's share of the fleet is read back and rebuilt. */
export const VERIFY_HOURS_PER_1000 = 0.5;
const DAYS_PER_MONTH = 30;
/** A line of some 200 bytes for each repository and run. */
const LOG_GB_PER_1000 = 0.0002;
/** Reads of proofs, screens and the next backup for each object that is written. */
const GETS_PER_PUT = 10;

/** An hour of a task. */
export const taskHour = ({ cpu, memoryMiB, storageGiB }: TaskSize): number =>
  (cpu / 1024) * PRICES.fargateVcpuHour +
  (memoryMiB / 1024) * PRICES.fargateGibHour +
  Math.max(0, storageGiB - 20) * PRICES.fargateStorageGibHour;

/** `regions` of the buckets; one that has no replica pays for none. */
export function storageCost(volumes: Volumes, regions: Partial<Record<Side, string>>, timeControl = false): CostLine[] {
  const { writtenBytes, fetchedBytes, objects } = volumes;
  const toReplica = regions.replica === undefined ? 0 : PRICES.replicationGb + (timeControl ? PRICES.timeControlGb : 0);
  return [
    ...sidesOf(regions).map(([side, region]) => keptLine(volumes, side, region)),
    {
      what: "requests to S3",
      dollars:
        (sidesOf(regions).length * objects * PRICES.s3PutPer1000 + objects * GETS_PER_PUT * PRICES.s3GetPer1000) /
          1000 +
        sidesOf(regions).reduce((sum, [side]) => sum + moves(volumes, side), 0),
    },
    {
      what: "from GitHub through NAT, to the replica",
      dollars: (fetchedBytes * PRICES.natGatewayGb + writtenBytes * toReplica) / GB,
    },
  ];
}

/** What grows with the fleet, in the steady state. */
export function fleetCost(volumes: Volumes, regions: Partial<Record<Side, string>>, workers: Workers): CostLine[] {
  const thousands = workers.repositories / 1000;
  return [
    ...storageCost(volumes, regions, workers.timeControl),
    {
      what: "tasks of backup and verify",
      dollars:
        thousands *
        (volumes.runs * BACKUP_HOURS_PER_1000 * taskHour(workers.backup) +
          DAYS_PER_MONTH * VERIFY_HOURS_PER_1000 * taskHour(workers.verify)),
    },
    { what: "log", dollars: volumes.runs * thousands * LOG_GB_PER_1000 * PRICES.logIngestedGb },
  ];
}

export const total = (lines: readonly CostLine[]): number => lines.reduce((sum, { dollars }) => sum + dollars, 0);

export const keptGigabytes = ({ kept }: Volumes, side: Side): number => (kept[side].standard + kept[side].cold) / GB;

function keptLine({ kept }: Volumes, side: Side, region: string): CostLine {
  const { gbMonth } = storagePrices(region);
  const { standard, cold, coldClass } = kept[side];
  return {
    what: side === "primary" ? "kept in the primary" : "kept in the replica",
    dollars: (standard * gbMonth.STANDARD + cold * gbMonth[coldClass]) / GB,
    side,
  };
}

const moves = ({ kept, moved }: Volumes, side: Side): number =>
  (moved[side] * STORAGE_CLASS_VIEW[kept[side].coldClass].movePer1000) / 1000;

const sidesOf = (regions: Partial<Record<Side, string>>): [Side, string][] =>
  (["primary", "replica"] as const).flatMap((side): [Side, string][] => {
    const region = regions[side];
    return region === undefined ? [] : [[side, region]];
  });
