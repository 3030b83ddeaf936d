// What an installation costs a month whatever its fleet: what the templates make (gateways, balancer, tasks, secrets,
// alarms). What grows with the fleet is in lib/domain/cost. Pure: a page is made of both, and a spec holds the page.
import { type CostLine, type TaskSize, taskHour } from "@/lib/domain/cost/fleet-cost";
import { HOURS_PER_MONTH, PRICES } from "@/lib/domain/cost/prices";

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

const METRICS = 20;
const IMAGES_GB = 10;

const hours = (count: number, price: number) => count * price * HOURS_PER_MONTH;

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
    dollars: hours(installed.console.tasks, taskHour(installed.console)),
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
