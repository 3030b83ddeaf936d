// The subset of EventBridge Scheduler's expressions that makes sense for backups: rate(...) and cron(...).
import type { ConfigurationProblem } from "./configuration-error";

/** What is wrong with a schedule expression and its time zone; empty when both are usable. */
export function scheduleProblems(
  path: string,
  schedule: { expression: string; timezone: string },
): ConfigurationProblem[] {
  return [
    ...expressionProblems(`${path}.expression`, schedule.expression),
    ...timezoneProblems(`${path}.timezone`, schedule.timezone),
  ];
}

function expressionProblems(path: string, expression: string): ConfigurationProblem[] {
  const rate = /^rate\(([1-9]\d*) (minute|hour|day)(s?)\)$/.exec(expression);
  if (rate) return rateProblems(path, Number(rate[1]), rate[2] ?? "", rate[3] === "s");
  const cron = /^cron\((.+)\)$/.exec(expression);
  if (cron?.[1] !== undefined) return cronProblems(path, cron[1].trim().split(/\s+/));
  return [
    {
      path,
      sentence: `${expression} is neither a rate nor a cron expression`,
      hint: 'Write "rate(1 day)" or "cron(0 2 * * ? *)" (minute, hour, day of month, month, day of week, year).',
    },
  ];
}

function rateProblems(path: string, count: number, unit: string, plural: boolean): ConfigurationProblem[] {
  if (plural === count > 1) return [];
  return [
    {
      path,
      sentence: `rate(${count} ${unit}${plural ? "s" : ""}) mixes singular and plural`,
      hint: `Write "rate(${count} ${unit}${count > 1 ? "s" : ""})".`,
    },
  ];
}

const CRON_FIELDS: { name: string; pattern: RegExp }[] = [
  { name: "minute", pattern: /^[\d*,/-]+$/ },
  { name: "hour", pattern: /^[\d*,/-]+$/ },
  { name: "day of month", pattern: /^[\d*,/?LW-]+$/ },
  { name: "month", pattern: /^[\dA-Z*,/-]+$/i },
  { name: "day of week", pattern: /^[\dA-Z*,/?L#-]+$/i },
  { name: "year", pattern: /^[\d*,/-]+$/ },
];

function cronProblems(path: string, fields: string[]): ConfigurationProblem[] {
  if (fields.length !== CRON_FIELDS.length) {
    return [
      {
        path,
        sentence: `cron(${fields.join(" ")}) has ${fields.length} fields instead of 6`,
        hint: "Give minute, hour, day of month, month, day of week and year; every night at two is cron(0 2 * * ? *).",
      },
    ];
  }
  const problems = CRON_FIELDS.flatMap(({ name, pattern }, index) => {
    const value = fields[index] ?? "";
    return pattern.test(value)
      ? []
      : [{ path, sentence: `the ${name} of the cron expression cannot be ${value}`, hint: "Correct that field." }];
  });
  if ((fields[2] === "?") === (fields[4] === "?")) {
    problems.push({
      path,
      sentence: "day of month and day of week of the cron expression must have exactly one ? between them",
      hint: "Put ? in the one you do not use, e.g. cron(0 2 * * ? *).",
    });
  }
  return problems;
}

function timezoneProblems(path: string, timezone: string): ConfigurationProblem[] {
  try {
    new Intl.DateTimeFormat("en", { timeZone: timezone });
    return [];
  } catch {
    return [
      {
        path,
        sentence: `${timezone} is not a time zone`,
        hint: 'Use a name of the IANA database, e.g. "UTC" or "Europe/Berlin".',
      },
    ];
  }
}
