// What a run asked of GitHub, and what is left of each installation's hour; it stands in the run's record and its log.
import { formatNumber } from "./format";
import type { HostTraffic } from "./host-traffic-schema";

export type { HostTraffic } from "./host-traffic-schema";

/** `214 git, 5 REST; REST budget 4,995 of 5,000 left until 03:00`. `clock` writes the time of day of an ISO time. */
export function describeTraffic(traffic: HostTraffic, clock: (time: string) => string): string {
  const { git_requests, rest_requests, refusals, budgets } = traffic;
  const counts = `${formatNumber(git_requests)} git, ${formatNumber(rest_requests)} REST`;
  const refused = refusals > 0 ? [`${formatNumber(refusals)} refused for asking too often`] : [];
  const left = budgets.map(({ account, limit, remaining, reset }) => {
    const whose = budgets.length > 1 ? ` of ${account}` : "";
    return `REST budget${whose} ${formatNumber(remaining)} of ${formatNumber(limit)} left until ${clock(reset)}`;
  });
  return [counts, ...refused, ...left].join("; ");
}
