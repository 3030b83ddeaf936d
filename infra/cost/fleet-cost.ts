// What a fleet costs a month: what the template makes (gateways, balancer, tasks, secrets, alarms), and what grows with the
// fleet, by the ratios that bench/ has measured. Pure: a page is made of it, and a spec holds the page.
import { HOURS_PER_MONTH, PRICES } from "./prices";

/** Counted in an environment's templates. */
export interface Installed {
  natGateways: number;
  loadBalancers: number;
  secrets: number;
  alarms: number;
  dashboards: number;
  timeControl: boolean;
  console: TaskSize & { tasks: number };
  backup: TaskSize;
  verify: TaskSize;
}

export interface TaskSize {
  cpu: number;
  memoryMiB: number;
  storageGiB: number;
}

export interface Fleet {
  repositories: number;
  /** Of all full bundles together. */
  gigabytes: number;
  retentionDays: number;
}

export interface CostLine {
  what: string;
  dollars: number;
}

/** An ordinary repository: 20 MB as a bundle. */
export const GB_PER_REPOSITORY = 0.02;
/** bench/results/month.md: the stored bytes of 30 days of daily fulls against ours, the fleet's own fulls included. */
export const TIMES_LESS = 23;
const DAYS_PER_MONTH = 30;
/** Assumed, and generous: most of a backup is one request for each repository. */
export const BACKUP_HOURS_PER_1000 = 0.25;
/** Assumed: a day's share of the fleet is read back and rebuilt. */
export const VERIFY_HOURS_PER_1000 = 0.5;
const CHANGED_SHARE = 0.1;
/** A line of some 200 bytes for each repository and run. */
const LOG_GB_PER_1000_RUNS = 0.0002;
const METRICS = 20;
const IMAGES_GB = 10;

const hours = (count: number, price: number) => count * price * HOURS_PER_MONTH;
const task = ({ cpu, memoryMiB, storageGiB }: TaskSize): number =>
  (cpu / 1024) * PRICES.fargateVcpuHour +
  (memoryMiB / 1024) * PRICES.fargateGibHour +
  Math.max(0, storageGiB - 20) * PRICES.fargateStorageGibHour;

/** What is paid before anything is backed up. */
export const fixedCost = (installed: Installed): CostLine[] => [
  {
    what: `${installed.natGateways} NAT gateways with their addresses`,
    dollars: hours(installed.natGateways, PRICES.natGatewayHour + PRICES.publicAddressHour),
  },
  {
    what: "load balancer",
    dollars: hours(installed.loadBalancers, PRICES.loadBalancerHour + PRICES.loadBalancerUnitHour),
  },
  {
    what: `console, ${installed.console.tasks} tasks`,
    dollars: hours(installed.console.tasks, task(installed.console)),
  },
  { what: `${installed.secrets} secrets`, dollars: installed.secrets * PRICES.secretMonth },
  {
    what: `${installed.alarms} alarms, ${METRICS} metrics, dashboard`,
    dollars:
      installed.alarms * PRICES.alarmMonth +
      METRICS * PRICES.metricMonth +
      installed.dashboards * PRICES.dashboardMonth,
  },
  { what: "images kept", dollars: IMAGES_GB * PRICES.ecrGbMonth },
];

/** Gigabytes in one bucket once the retention is reached: daily fulls keep every day whole. */
export const keptGigabytes = ({ gigabytes, retentionDays }: Fleet) => {
  const dailyFulls = gigabytes * retentionDays;
  return { dailyFulls, ours: dailyFulls / TIMES_LESS };
};

/** What grows with the fleet, in the steady state. */
export function fleetCost(installed: Installed, fleet: Fleet): CostLine[] {
  const thousands = fleet.repositories / 1000;
  const { ours } = keptGigabytes(fleet);
  const written = (ours / fleet.retentionDays) * DAYS_PER_MONTH;
  const replica = PRICES.replicationGb + (installed.timeControl ? PRICES.timeControlGb : 0);
  const runs =
    DAYS_PER_MONTH *
    thousands *
    (BACKUP_HOURS_PER_1000 * task(installed.backup) + VERIFY_HOURS_PER_1000 * task(installed.verify));
  const puts = fleet.repositories * DAYS_PER_MONTH * CHANGED_SHARE * 2;
  return [
    { what: "kept, primary and replica", dollars: 2 * ours * PRICES.s3GbMonth },
    {
      what: "requests to S3",
      dollars: (2 * puts * PRICES.s3PutPer1000) / 1000 + (puts * 10 * PRICES.s3GetPer1000) / 1000,
    },
    { what: "from GitHub through NAT, to the replica", dollars: written * (PRICES.natGatewayGb + replica) },
    { what: "tasks of backup and verify", dollars: runs },
    { what: "log", dollars: DAYS_PER_MONTH * thousands * LOG_GB_PER_1000_RUNS * PRICES.logIngestedGb },
  ];
}

/** The reference's daily fulls of the same fleet: kept, moved and replicated whole every day. Its small task is left out. */
export const referenceCost = (fleet: Fleet): number =>
  2 * keptGigabytes(fleet).dailyFulls * PRICES.s3GbMonth +
  fleet.gigabytes * DAYS_PER_MONTH * (PRICES.natGatewayGb + PRICES.replicationGb);

export const total = (lines: readonly CostLine[]): number => lines.reduce((sum, { dollars }) => sum + dollars, 0);
