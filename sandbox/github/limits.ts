import { z } from "zod";

/**
 * What GitHub limits, adjustable with `POST /_sandbox/limits`. The secondary limits are off to begin with: they would
 * slow every test and demo down. GitHub's own numbers are 900 points and 80 content-creating requests a minute.
 */
export const limitsSchema = z.strictObject({
  /** Requests an hour and token. */
  primaryPerHour: z.int().positive(),
  /** A read costs one point, a write five. */
  pointsPerMinute: z.int().positive().nullable(),
  /** Requests other than reads. */
  writesPerMinute: z.int().positive().nullable(),
  /** Of those, the ones that create something. */
  creationsPerMinute: z.int().positive().nullable(),
  /** How long the minute of these limits lasts: shorter for a test that waits for its end. */
  minuteSeconds: z.number().positive(),
  /** GitHub answers a secondary limit with either. */
  secondaryStatus: z.union([z.literal(403), z.literal(429)]),
  retryAfterSeconds: z.int().positive(),
  /** Of an installation token. */
  tokenLifetimeSeconds: z.int().positive(),
  /** How the tokens of installations look: as since 2026, with a JWT in it, or as before and on GitHub Enterprise Server. */
  tokenForm: z.enum(["long", "jwt", "short"]),
  /** One push, as received. */
  pushBytes: z.int().positive(),
  /** One file in a push. */
  fileBytes: z.int().positive(),
  /** Whether a push is refused for what `git fsck` would complain about. */
  fsckPushes: z.boolean(),
  /** Entries on a page, however many are asked for. */
  pageEntries: z.int().positive(),
});

export type Limits = z.infer<typeof limitsSchema>;

export function defaultLimits(): Limits {
  return {
    primaryPerHour: 5000,
    pointsPerMinute: null,
    writesPerMinute: null,
    creationsPerMinute: null,
    minuteSeconds: 60,
    secondaryStatus: 403,
    retryAfterSeconds: 60,
    tokenLifetimeSeconds: 3600,
    tokenForm: "long",
    pushBytes: 2 ** 31,
    fileBytes: 100 * 2 ** 20,
    fsckPushes: false,
    pageEntries: 100,
  };
}
