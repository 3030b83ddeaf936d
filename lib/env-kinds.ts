// The kinds of values that environment variables have; each takes the variable's meaning, for `--help` and for complaints.
import { z } from "zod";
import { refPatternProblem } from "@/lib/domain/ref-scope";

export const text = (description: string) => z.string().trim().min(1).describe(description);
export const url = (description: string) =>
  z
    .url({ protocol: /^https?$/ })
    .transform((value) => value.replace(/\/+$/, ""))
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
export const refPatterns = (description: string) =>
  list(description)
    .transform((patterns, { addIssue }) => {
      if (patterns.length === 1 && patterns[0] === "none") return [];
      for (const pattern of patterns) {
        const problem = refPatternProblem(pattern);
        if (problem) addIssue(`${pattern} ${problem}`);
      }
      return patterns;
    })
    .describe(description);
