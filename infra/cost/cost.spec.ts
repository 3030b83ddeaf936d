import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { PROD } from "../environments";
import { ENVIRONMENTS } from "../testing/synthesised";
import { costPage } from "./cost-page";
import { fixedCost, fleetCost, keptGigabytes, referenceCost, total } from "./fleet-cost";
import { installedBy } from "./installed";

const PAGE = new URL("../../docs/cost.md", import.meta.url);
const prod = ENVIRONMENTS.find(([name]) => name === "prod")?.[1];
if (!prod) throw new Error("there is no environment prod");
const installed = installedBy(prod.config, (type) => prod.resources(type).length);

describe("cost", () => {
  it("docs/cost.md is what the templates and the prices make of it (npm run cost writes it)", () => {
    const page = costPage(installed, PROD.backups.retentionDays);
    if (process.env.WRITE_COST_PAGE) writeFileSync(PAGE, page);
    expect(readFileSync(PAGE, "utf8")).toBe(page);
  });

  it("counts what the templates make", () => {
    expect(installed).toMatchObject({ natGateways: PROD.network.natGateways, loadBalancers: 1, dashboards: 1 });
    expect(installed.alarms).toBeGreaterThan(5);
    expect(total(fixedCost(installed))).toBeGreaterThan(total(fixedCost({ ...installed, natGateways: 1 })));
  });

  it("follows the change, where daily fulls follow the size", () => {
    const fleet = (repositories: number) => ({ repositories, gigabytes: repositories / 50, retentionDays: 365 });
    expect(keptGigabytes(fleet(500)).ours).toBeLessThan(keptGigabytes(fleet(500)).dailyFulls / 20);
    expect(total(fleetCost(installed, fleet(5000)))).toBeLessThan(referenceCost(fleet(5000)) / 10);
  });
});
