// What failed, and what passed only when it was tried again, in few lines each, from the reports of the test runners: whoever
// sees only the end of a log sees why.
import { existsSync, readFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";

const LINES = 12;

/** @returns {{ failed: string[], flaky: string[] }} `file › test` and the first lines of its error, of one report of Vitest or Playwright */
export function failedTests(report) {
  if (!existsSync(report)) return { failed: [`${report} was not written: the runner did not get that far`], flaky: [] };
  const content = JSON.parse(readFileSync(report, "utf8"));
  return content.testResults ? ofVitest(content.testResults, flakyFile(report)) : ofPlaywright(content.suites);
}

/** Where flaky-reporter.mjs writes, beside the report. */
export const flakyFile = (report) => report.replace(/\.json$/, "-flaky.json");

function ofVitest(files, flakyList) {
  const failed = files.flatMap(({ name, message, assertionResults }) => {
    const file = path(name);
    const bad = assertionResults.filter(({ status }) => status === "failed");
    if (bad.length === 0 && message) return [told(file, message)];
    return bad.map(({ fullName, failureMessages }) => told(`${file} › ${fullName}`, failureMessages[0]));
  });
  const flaky = existsSync(flakyList) ? JSON.parse(readFileSync(flakyList, "utf8")) : [];
  return { failed, flaky: flaky.map(({ file, name, message }) => told(`${path(file)} › ${name}`, message)) };
}

function ofPlaywright(suites) {
  const tests = suites.flatMap(testsOf);
  const of = (status) => tests.filter((test) => test.status === status).map(({ name, message }) => told(name, message));
  return { failed: of("unexpected"), flaky: of("flaky") };
}

function testsOf({ file, specs = [], suites = [] }) {
  const own = specs.flatMap(({ title, tests }) =>
    tests.map(({ status, results }) => ({
      ...{ name: `e2e/${file} › ${title}`, status },
      message: results.flatMap(({ errors }) => errors)[0]?.message,
    })),
  );
  return [...own, ...suites.flatMap(testsOf)];
}

const path = (name) => name.slice(process.cwd().length + 1);

function told(what, message = "no message") {
  const lines = stripVTControlCharacters(message)
    .split("\n")
    .filter((line) => line.trim() && !/node_modules|node:internal/.test(line));
  return [what, ...lines.slice(0, LINES).map((line) => `    ${line.slice(0, 300)}`)].join("\n");
}
