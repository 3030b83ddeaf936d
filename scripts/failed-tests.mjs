// What failed, in few lines each, from the reports of the test runners: whoever sees only the end of a log sees why.
import { existsSync, readFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";

const LINES = 12;

/** @returns {string[]} `file › test` and the first lines of its error, for each test that failed in this report of Vitest or Playwright */
export function failedTests(report) {
  if (!existsSync(report)) return [`${report} was not written: the runner did not get that far`];
  const content = JSON.parse(readFileSync(report, "utf8"));
  return content.testResults ? content.testResults.flatMap(ofVitest) : content.suites.flatMap(ofPlaywright);
}

function ofVitest({ name, message, assertionResults }) {
  const file = path(name);
  const failed = assertionResults.filter(({ status }) => status === "failed");
  if (failed.length === 0 && message) return [told(file, message)];
  return failed.map(({ fullName, failureMessages }) => told(`${file} › ${fullName}`, failureMessages[0]));
}

function ofPlaywright({ file, specs = [], suites = [] }) {
  const failed = specs.filter(({ ok }) => !ok);
  return [
    ...failed.map(({ title, tests }) => {
      const errors = tests.flatMap(({ results }) => results.flatMap(({ errors }) => errors));
      return told(`e2e/${file} › ${title}`, errors[0]?.message);
    }),
    ...suites.flatMap(ofPlaywright),
  ];
}

const path = (name) => name.slice(process.cwd().length + 1);

function told(what, message = "no message") {
  const lines = stripVTControlCharacters(message)
    .split("\n")
    .filter((line) => line.trim() && !/node_modules|node:internal/.test(line));
  return [`${what}`, ...lines.slice(0, LINES).map((line) => `    ${line.slice(0, 300)}`)].join("\n");
}
