import {
  BACKUP_HOURS_PER_1000,
  type CostLine,
  fleetCost,
  keptGigabytes,
  storageCost,
  total,
  VERIFY_HOURS_PER_1000,
} from "@/lib/domain/cost/fleet-cost";
import { PRICES_OF, PRICES_REGION } from "@/lib/domain/cost/prices";
import {
  EXAMPLE_CHANGED_SHARE,
  EXAMPLE_FULL_BYTES,
  EXAMPLE_INCREMENT_SHARE,
  exampleFleet,
} from "@/lib/domain/retention/example-fleet";
import { horizonDays, simulate, simulateFulls, type Volumes } from "@/lib/domain/retention/simulate";
import type { EnvironmentConfig } from "../config";
import { settingsOf } from "../retention";
import { fixedCost, type Installed } from "./fixed-cost";

const FLEETS = [50, 500, 5000];

interface Reckoned {
  repositories: number;
  ours: Volumes;
  dailyFulls: Volumes;
  lines: CostLine[];
  /** Of daily fulls: storage and transfer alone. */
  fullsDollars: number;
}

/** What fleets of these sizes come to, once everything was replaced. */
export function reckon(config: EnvironmentConfig, installed: Installed, fleets: readonly number[]): Reckoned[] {
  const settings = settingsOf(config);
  const days = horizonDays([settings]);
  const regions = { primary: config.region, replica: config.replica.region };
  return fleets.map((repositories) => {
    const fleet = exampleFleet(repositories);
    const { volumes: ours } = simulate(fleet, settings, days);
    const { volumes: dailyFulls } = simulateFulls(fleet, settings, days);
    return {
      ...{ repositories, ours, dailyFulls },
      lines: fleetCost(ours, regions, { ...installed, repositories }),
      fullsDollars: total(storageCost(dailyFulls, regions)),
    };
  });
}

const dollars = (value: number): string =>
  value.toLocaleString("en-US", {
    minimumFractionDigits: value < 100 ? 2 : 0,
    maximumFractionDigits: value < 100 ? 2 : 0,
  });
const gigabytes = (value: number): string => `${Math.round(value).toLocaleString("en-US")} GB`;
const row = (...cells: string[]): string => `| ${cells.join(" | ")} |`;

/** docs/cost.md. `installed` is what the templates of prod make. */
export function costPage(installed: Installed, config: EnvironmentConfig): string {
  const fleets = reckon(config, installed, FLEETS);
  const fixed = fixedCost(installed);
  const line = (what: string, of: (fleet: Reckoned) => string) => row(what, ...fleets.map(of));
  const amounts = (lines: CostLine[]) => lines.map(({ what, dollars: each }) => row(what, dollars(each)));
  const { retentionDays, recoveryDays } = config.backups;
  return [
    "# What it costs",
    "",
    "Made by `npm run cost` from prod's own templates and the prices in `lib/domain/cost/prices.ts`; a spec fails when it is out of date.",
    `The prices are list prices of ${PRICES_REGION} of ${PRICES_OF}, **entered by hand and not looked up anew**: take them as an order of magnitude, and check against the AWS price list. US dollars a month,`,
    "without taxes, free tiers and discounts. What other settings would cost *your* fleet is reckoned by the same code on the console's page",
    "**Retention and cost**.",
    "",
    "## Whatever the fleet",
    "",
    row("what", "dollars"),
    row("---", "---:"),
    ...amounts(fixed),
    row("**together**", `**${dollars(total(fixed))}**`),
    "",
    "Most of it is the console and its network. dev, with one gateway and one small task, is about half of it.",
    "",
    "## With the fleet",
    "",
    `${EXAMPLE_FULL_BYTES / 1e6} MB for each repository, ${retentionDays} days kept, the steady state after that time.`,
    "",
    line("what", ({ repositories }) => `${repositories.toLocaleString("en-US")} repositories`),
    row("---", ...fleets.map(() => "---:")),
    ...(fleets[0]?.lines ?? []).map(({ what }, index) =>
      line(what, ({ lines }) => dollars(lines[index]?.dollars ?? 0)),
    ),
    line("**Holdfast, all in all**", ({ lines }) => `**${dollars(total(fixed) + total(lines))}**`),
    line("kept in each bucket", ({ ours }) => gigabytes(keptGigabytes(ours, "primary"))),
    line("daily fulls: kept in each bucket", ({ dailyFulls }) => gigabytes(keptGigabytes(dailyFulls, "primary"))),
    line("daily fulls: storage and transfer alone", ({ fullsDollars }) => dollars(fullsDollars)),
    "",
    ...comparison(installed, fleets),
    "",
    "## What is assumed",
    "",
    `- ${EXAMPLE_CHANGED_SHARE * 100} % of the repositories change on a day: assumed. By ${EXAMPLE_INCREMENT_SHARE * 100} % of its full each time: measured over two months with a fleet`,
    "  of every kind of repository (`bench/results/month.md`), which the model comes to within a tenth. A fleet in which less happens saves more.",
    `- Fulls are renewed by the rules of [backup-format.md](backup-format.md). What has expired is paid for ${recoveryDays} days more, for it can still be brought back.`,
    `- The backup task works ${BACKUP_HOURS_PER_1000 * 60} minutes a day for 1,000 repositories, the verify task ${VERIFY_HOURS_PER_1000 * 60}: assumed, not measured on AWS.`,
    "- The daily fulls are those of the reference, with a replica as here, for as many days. It has no console, so its fixed cost is only a task a day.",
    "- Restores and exports are not in it: they cost their task and what leaves the region.",
    "",
  ].join("\n");
}

function comparison(installed: Installed, fleets: Reckoned[]): string[] {
  const fixed = total(fixedCost(installed));
  const sizes = fleets
    .filter(({ lines, fullsDollars }) => fixed + total(lines) >= fullsDollars)
    .map(({ repositories }) => repositories);
  const dearer =
    sizes.length === 0
      ? []
      : [
          `With ${sizes.join(" and ")} repositories daily fulls are no dearer: what is paid for is the console, proofs and alarms, not storage.`,
        ];
  return [...dearer, "The more there is to keep, the more it is the other way round."];
}
