/** One thing that is wrong in a configuration: what it is (lower case, no full stop) and what to do about it. */
export interface ConfigurationProblem {
  /** Where, as in the data: `backups.schedule.expression`. */
  path: string;
  sentence: string;
  hint: string;
}

/** Every mistake of a configuration at once, so that one synthesis is enough to mend them all. */
export class ConfigurationError extends Error {
  readonly problems: readonly ConfigurationProblem[];

  constructor(environment: string, problems: readonly ConfigurationProblem[]) {
    const lines = problems.map((each) => `  ${each.path}: ${each.sentence}\n    ${each.hint}`);
    super(`the configuration of ${environment} is not usable:\n${lines.join("\n")}`);
    this.name = "ConfigurationError";
    this.problems = problems;
  }
}
