import { z } from "zod";

export const PREFLIGHT_IDS = [
  "app",
  "permissions",
  "policy",
  "target-names",
  "target-repository",
  "visibility",
  "rulesets",
  "push-protection",
  "rate-limit",
  "object-size",
  "push-size",
  "hidden-refs",
] as const;
export type PreflightId = (typeof PREFLIGHT_IDS)[number];

export const CHECK_STATES = ["ok", "warning", "refused", "unknown"] as const;
export type CheckState = (typeof CHECK_STATES)[number];

/** One thing GitHub was asked before a restore. `unknown`: it does not say, to this App at least. */
export const preflightCheck = z.object({
  id: z.enum(PREFLIGHT_IDS),
  state: z.enum(CHECK_STATES),
  text: z.string(),
  hint: z.string().optional(),
  /** Of a refusal that concerns some repositories of several: their targets. */
  targets: z.array(z.string()).optional(),
  /** Of a refusal: the error it is. */
  code: z.string().optional(),
});
export type PreflightCheck = z.infer<typeof preflightCheck>;
