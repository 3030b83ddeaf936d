// How what was asked of GitHub is written.
import { z } from "zod";

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
