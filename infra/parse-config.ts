import type { z } from "zod";
import { type EnvironmentConfig, type EnvironmentInput, environmentConfig } from "./config";
import { RULES } from "./config-rules";
import { ConfigurationError, type ConfigurationProblem } from "./configuration-error";

/** @throws ConfigurationError naming every mistake, each with what to do */
export function parseConfig(input: EnvironmentInput): EnvironmentConfig {
  const result = environmentConfig.safeParse(input);
  if (!result.success) throw new ConfigurationError(input.name, result.error.issues.map(shapeProblem));
  const problems = RULES.flatMap((rule) => rule(result.data));
  if (problems.length > 0) throw new ConfigurationError(input.name, problems);
  return result.data;
}

const shapeProblem = (issue: z.core.$ZodIssue): ConfigurationProblem => ({
  path: issue.path.join(".") || "(top)",
  sentence: `${issue.message.charAt(0).toLowerCase()}${issue.message.slice(1)}`,
  hint: "Correct it in infra/environments.ts; infra/config.ts says what each value means.",
});
