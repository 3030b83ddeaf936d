// What a run asked of GitHub, and what is left of each installation's hour; it stands in the run's record and its log.
import { z } from "zod";
import { formatNumber } from "./format";

export const hostTraffic = z.looseObject({
  /** HTTP requests of the git protocol, those that were refused included. */
  git_requests: z.number(),
  rest_requests: z.number(),
  /** How often GitHub asked to be asked less. */
  refusals: z.number(),
  /** As GitHub told last, by installation. Git requests do not count against it. */
  budgets: z.array(
    z.looseObject({
      account: z.string(),
      limit: z.number(),
      remaining: z.number(),
      /** ISO time at which the hour begins anew. */
      reset: z.string(),
    }),
  ),
});
export type HostTraffic = z.infer<typeof hostTraffic>;

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
