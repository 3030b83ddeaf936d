// The kinds of values that environment variables have; each takes the variable's meaning, for `--help` and for complaints.
import { z } from "zod";
import { type AnomalyThresholds, readThreshold, thresholdProblem } from "@/lib/domain/anomaly-thresholds";
import { patternShapeProblem, refPatternProblem } from "@/lib/domain/ref-scope";
import { refusedAddress } from "@/lib/domain/refused-address";

export const text = (description: string) => z.string().trim().min(1).describe(description);
/** Where a secret is; whoever puts the secret itself here is told so before it is told on, for names stand in records. */
export const secretName = (description: string) =>
  z
    .string()
    .trim()
    .regex(/^[\w/+=.@:-]{1,600}$/, "must be an ARN or a name, not the secret itself")
    .describe(description);
export const url = (description: string) =>
  z
    .url({ protocol: /^https?$/ })
    .transform((value) => value.replace(/\/+$/, ""))
    .describe(description);
/** The address of a server that this process asks. Which name leads where is looked at when it is (guard-connections.ts). */
export const serverUrl = (description: string) =>
  url(description)
    .superRefine((value, { addIssue }) => {
      const { hostname, username, password } = new URL(value);
      const why = refusedAddress(hostname);
      if (why) addIssue(`${hostname} is not asked: ${why}`);
      if (username || password) addIssue("it has credentials in it, which every log would show");
    })
    .describe(description);
export const wholeNumber = (description: string) => z.coerce.number().int().positive().describe(description);
export const list = (description: string) =>
  z
    .string()
    .transform((value) =>
      value
        .split(",")
        .map((each) => each.trim())
        .filter(Boolean),
    )
    .describe(description);

/** `none` is the empty list: an empty variable counts as missing. */
const patterns = (description: string, problemOf: (pattern: string) => string | undefined) =>
  list(description)
    .transform((given, { addIssue }) => {
      if (given.length === 1 && given[0] === "none") return [];
      for (const pattern of given) {
        const problem = problemOf(pattern);
        if (problem) addIssue(`${pattern} ${problem}`);
      }
      return given;
    })
    .describe(description);
export const refPatterns = (description: string) => patterns(description, refPatternProblem);
/** Patterns that may stand for branches too. */
export const anyRefPatterns = (description: string) => patterns(description, patternShapeProblem);

/** `name=number`, with commas between them. */
export const thresholds = (description: string) =>
  list(description)
    .transform((given, { addIssue }): Partial<AnomalyThresholds> => {
      const values = given.map(readThreshold);
      for (const [name, value] of values) {
        const problem = thresholdProblem(name, value);
        if (problem) addIssue(`${name} ${problem}`);
      }
      return Object.fromEntries(values);
    })
    .describe(description);

/** The one that new sessions are made with first. */
export const sessionSecrets = (meaning: string) =>
  z
    .string()
    .transform((value) => value.split(/\s+/).filter(Boolean))
    .refine((all) => all.length > 0 && all.every((each) => each.length >= 32), "must have 32 characters or more")
    .describe(meaning);
