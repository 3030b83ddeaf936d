import {
  BACKUP_HOURS_PER_1000,
  type CostLine,
  type Fleet,
  fixedCost,
  fleetCost,
  GB_PER_REPOSITORY,
  type Installed,
  keptGigabytes,
  referenceCost,
  TIMES_LESS,
  total,
  VERIFY_HOURS_PER_1000,
} from "./fleet-cost";
import { PRICES_OF } from "./prices";

const FLEETS = [50, 500, 5000];

const dollars = (value: number): string =>
  value.toLocaleString("en-US", {
    minimumFractionDigits: value < 100 ? 2 : 0,
    maximumFractionDigits: value < 100 ? 2 : 0,
  });
const gigabytes = (value: number): string => `${Math.round(value).toLocaleString("en-US")} GB`;
const row = (...cells: string[]): string => `| ${cells.join(" | ")} |`;

/** docs/cost.md. `installed` is what the templates of prod make. */
export function costPage(installed: Installed, retentionDays: number): string {
  const fleets = FLEETS.map(
    (repositories): Fleet => ({ repositories, gigabytes: repositories * GB_PER_REPOSITORY, retentionDays }),
  );
  const fixed = fixedCost(installed);
  const grown = fleets.map((fleet) => fleetCost(installed, fleet));
  const line = (what: string, of: (fleet: Fleet, index: number) => string) => row(what, ...fleets.map(of));
  const amounts = (lines: CostLine[]) => lines.map(({ what, dollars: each }) => row(what, dollars(each)));
  return [
    "# What it costs",
    "",
    "Made by `npm run cost` from prod's own templates and the prices in `infra/cost/prices.ts`; a spec fails when it is out of date.",
    `The prices are list prices of us-east-1 of ${PRICES_OF}, **from memory, not looked up**: take them as an order of magnitude. US dollars a month,`,
    "without taxes, free tiers and discounts.",
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
    `${GB_PER_REPOSITORY * 1000} MB for each repository, ${retentionDays} days kept, the steady state after that time.`,
    "",
    line("what", ({ repositories }) => `${repositories.toLocaleString("en-US")} repositories`),
    row("---", ...fleets.map(() => "---:")),
    ...(grown[0] ?? []).map(({ what }, index) =>
      line(what, (_, column) => dollars(grown[column]?.[index]?.dollars ?? 0)),
    ),
    line("**Holdfast, all in all**", (_, column) => `**${dollars(total(fixed) + total(grown[column] ?? []))}**`),
    line("kept in each bucket", (fleet) => gigabytes(keptGigabytes(fleet).ours)),
    line("daily fulls: kept in each bucket", (fleet) => gigabytes(keptGigabytes(fleet).dailyFulls)),
    line("daily fulls: storage and transfer alone", (fleet) => dollars(referenceCost(fleet))),
    "",
    ...comparison(installed, fleets),
    "",
    "## What is assumed",
    "",
    `- Daily fulls keep ${TIMES_LESS} times as much: measured over two months with a fleet of every kind of repository (\`bench/results/month.md\`). A fleet`,
    "  in which less happens saves more.",
    `- The backup task works ${BACKUP_HOURS_PER_1000 * 60} minutes a day for 1,000 repositories, the verify task ${VERIFY_HOURS_PER_1000 * 60}: assumed, not measured on AWS.`,
    "- A tenth of the repositories changes on a day. Fulls are renewed once a month, and that is in the ratio.",
    "- The daily fulls are those of the reference, with a replica as here, for as many days. It has no console, so its fixed cost is only a task a day.",
    "- Restores and exports are not in it: they cost their task and what leaves the region.",
    "",
  ].join("\n");
}

function comparison(installed: Installed, fleets: Fleet[]): string[] {
  const ours = (fleet: Fleet) => total(fixedCost(installed)) + total(fleetCost(installed, fleet));
  const sizes = fleets.filter((fleet) => ours(fleet) >= referenceCost(fleet)).map((fleet) => fleet.repositories);
  const dearer =
    sizes.length === 0
      ? []
      : [
          `With ${sizes.join(" and ")} repositories daily fulls are no dearer: what is paid for is the console, proofs and alarms, not storage.`,
        ];
  return [...dearer, "The more there is to keep, the more it is the other way round."];
}
