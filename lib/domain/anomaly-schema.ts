// How an anomaly stands in a manifest, and in what lists tell.
import { z } from "zod";
import { ANOMALY_KINDS } from "./anomaly-kind";

export const anomalyRecord = z.looseObject({
  kind: z.enum(ANOMALY_KINDS),
  /** What was seen, in one sentence with names and numbers. */
  message: z.string(),
  /** Some of the refs it is about, escaped; `count` tells how many there are. */
  refs: z.array(z.string()).optional(),
  count: z.number().optional(),
  /** Of so many there were before. */
  of: z.number().optional(),
});
export type Anomaly = z.infer<typeof anomalyRecord>;

/** An anomaly as lists tell of it; without a repository it is one of the whole run. */
export const seenAnomaly = z.object({ kind: z.enum(ANOMALY_KINDS), message: z.string(), repo: z.string().optional() });
export type SeenAnomaly = z.infer<typeof seenAnomaly>;
