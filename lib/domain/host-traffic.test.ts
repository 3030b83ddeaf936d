import { expect, test } from "vitest";
import { describeTraffic } from "./host-traffic";

const clock = (time: string) => time.slice(11, 16);
const budget = { account: "acme", limit: 5000, remaining: 4995, reset: "2026-11-21T03:00:00.000Z" };
const traffic = { git_requests: 1214, rest_requests: 5, refusals: 0, budgets: [budget] };

test("the traffic of a run is one line, with whose budget it is where there are several", () => {
  expect(describeTraffic(traffic, clock)).toBe("1,214 git, 5 REST; REST budget 4,995 of 5,000 left until 03:00");
  expect(describeTraffic({ ...traffic, refusals: 2, budgets: [] }, clock)).toBe(
    "1,214 git, 5 REST; 2 refused for asking too often",
  );
  expect(describeTraffic({ ...traffic, budgets: [budget, { ...budget, account: "beta" }] }, clock)).toContain(
    "REST budget of acme 4,995 of 5,000 left until 03:00; REST budget of beta",
  );
});
