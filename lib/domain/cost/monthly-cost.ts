// What a month costs as things are: the same reckoning as on the page "Retention and cost", as two numbers for the Overview.
import { ASSUMED_CHANGED_SHARE } from "../retention/changed-share";
import { compare } from "../retention/comparison";
import type { RetentionView } from "../retention/retention-view";
import type { RetentionSettings } from "../retention/settings";
import type { Side } from "../snapshot";
import { total } from "./fleet-cost";
import { PRICES_OF } from "./prices";

export interface MonthlyCost {
  /** In US dollars, by list prices. */
  dollars: number;
  /** What the buckets hold once everything was replaced; of those that there are. */
  stored: Partial<Record<Side, number>>;
  /** Not all of the settings could be read; the page "Retention and cost" says what was taken instead. */
  assumed: boolean;
  /** The year of the prices. */
  pricesOf: string;
}

/** Undefined before the first backup: there is nothing to take sizes from. */
export function monthlyCost(retention: RetentionView): MonthlyCost | undefined {
  const fleet = retention.fleet.known ? retention.fleet.value : undefined;
  if (!fleet) return undefined;
  const [now] = compare(fleet.sizes, settingsNow(retention), undefined, regionsOf(retention));
  if (!now) return undefined;
  return {
    dollars: total(now.cost),
    stored: Object.fromEntries(retention.buckets.map(({ side }) => [side, Math.round(now.stored[side])])),
    assumed: retention.assumed.length > 0,
    pricesOf: PRICES_OF,
  };
}

/** Where the sizes were measured over less than a day, how much changes is assumed. */
export function settingsNow({ settings, fleet }: RetentionView): RetentionSettings {
  const measured = !fleet.known || fleet.value === undefined || fleet.value.sizes.observedDays >= 1;
  return measured ? settings : { ...settings, changedShare: ASSUMED_CHANGED_SHARE };
}

export const regionsOf = ({ buckets }: RetentionView): Partial<Record<Side, string>> =>
  Object.fromEntries(buckets.map(({ side, region }) => [side, region]));
