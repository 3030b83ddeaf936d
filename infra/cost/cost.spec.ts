import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { keptGigabytes, total } from "@/lib/domain/cost/fleet-cost";
import { PROD } from "../environments";
import { ENVIRONMENTS } from "../testing/synthesised";
import { costPage, reckon } from "./cost-page";
import { fixedCost } from "./fixed-cost";
import { installedBy } from "./installed";

const PAGE = new URL("../../docs/cost.md", import.meta.url);
const prod = ENVIRONMENTS.find(([name]) => name === "prod")?.[1];
if (!prod) throw new Error("there is no environment prod");
const installed = installedBy(prod.config, (type) => prod.resources(type).length);

describe("cost", () => {
  it("docs/cost.md is what the templates and the prices make of it (npm run cost writes it)", () => {
    const page = costPage(installed, prod.config);
    if (process.env.WRITE_COST_PAGE) writeFileSync(PAGE, page);
    expect(readFileSync(PAGE, "utf8")).toBe(page);
  });

  it("counts what the templates make", () => {
    expect(installed).toMatchObject({ natGateways: PROD.network.natGateways, loadBalancers: 1, dashboards: 1 });
    expect(installed.alarms).toBeGreaterThan(5);
    expect(total(fixedCost(installed))).toBeGreaterThan(total(fixedCost({ ...installed, natGateways: 1 })));
  });

  it("follows the change, where daily fulls follow the size", () => {
    const [many] = reckon(prod.config, installed, [5000]);
    if (!many) throw new Error("no fleet was reckoned");
    expect(keptGigabytes(many.ours, "primary")).toBeLessThan(keptGigabytes(many.dailyFulls, "primary") / 20);
    expect(total(many.lines)).toBeLessThan(many.fullsDollars / 10);
  });
});
