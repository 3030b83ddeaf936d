// Settings beside each other: how much each keeps over time, and what it costs.
import { type CostLine, fleetCost, ORDINARY_WORKERS, storageCost } from "../cost/fleet-cost";
import type { Side } from "../snapshot";
import { countOf, type FleetSizes } from "./fleet-sizes";
import type { RetentionSettings } from "./settings";
import { horizonDays, type SimulatedDay, simulate, simulateFulls } from "./simulate";

export interface Compared {
  id: "now" | "chosen" | "fulls";
  points: number;
  stored: Record<Side, number>;
  /** Of a month, once everything was replaced. */
  cost: CostLine[];
  /** Some days of the whole, evenly spread, the last one included. */
  days: SimulatedDay[];
}

/** Days that are shown, in the picture and in its table alike. */
const SHOWN = 25;

/** `next` is missing where nothing is chosen that is not so now. */
export function compare(
  fleet: FleetSizes,
  now: RetentionSettings,
  next: RetentionSettings | undefined,
  regions: Partial<Record<Side, string>>,
): Compared[] {
  const days = horizonDays(next ? [now, next] : [now]);
  const workers = { ...ORDINARY_WORKERS, repositories: countOf(fleet.classes) };
  const of = (id: "now" | "chosen", settings: RetentionSettings): Compared => {
    const run = simulate(fleet, settings, days);
    return compared(id, run.days, fleetCost(run.volumes, regions, workers));
  };
  const fulls = simulateFulls(fleet, next ?? now, days);
  return [
    of("now", now),
    ...(next ? [of("chosen", next)] : []),
    compared("fulls", fulls.days, storageCost(fulls.volumes, regions)),
  ];
}

function compared(id: Compared["id"], days: SimulatedDay[], cost: CostLine[]): Compared {
  const last = days.at(-1);
  return {
    id,
    points: last?.points ?? 0,
    stored: last?.stored ?? { primary: 0, replica: 0 },
    cost,
    days: Array.from(
      { length: SHOWN },
      (_, index) => days[Math.round((index * (days.length - 1)) / (SHOWN - 1))],
    ).filter((day) => day !== undefined),
  };
}

/** Whether they keep and cost the same. */
export const sameSettings = (one: RetentionSettings, other: RetentionSettings): boolean =>
  JSON.stringify(one) === JSON.stringify(other);
