// `npm test`: installs what is missing, then every check there is, and a summary line at the end. A step that fails does
// not hide the next ones. `npm test -- unit e2e` runs those steps only.
import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { failedTests, flakyFile } from "./failed-tests.mjs";
import { buildAll, checkMachine, installPackages, ROOT, run, say } from "./prepare.mjs";

checkMachine();
await installPackages();
const { findBrowser, offerAwsCli } = await import("./find-browser.mjs");

const REPORTS = path.join(ROOT, "test-results");
rmSync(REPORTS, { recursive: true, force: true });
mkdirSync(REPORTS, { recursive: true });

/** A check that passes or fails as a whole. */
const check = (name, script) => ({ name, counted: async () => single(await run("npm", ["run", "--silent", script])) });
const single = (code) => (code === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 });

const vitest = (project, ...options) => ({
  name: project,
  counted: async () => {
    const report = path.join(REPORTS, `${project}.json`);
    process.env.FLAKY_FILE = flakyFile(report);
    const reporters = ["--reporter=default", "--reporter=json", "--reporter=./scripts/flaky-reporter.mjs"];
    const outputs = [`--outputFile.json=${report}`];
    const code = await run("npx", ["vitest", "run", "--project", project, ...options, ...reporters, ...outputs]);
    return { ...readVitest(report, code), report };
  },
});

/** Real servers and browsers on a busy machine: one more try, and whatever needed it is named at the end. */
const ONE_MORE_TRY = "--retry=1";

/** They wait for servers and pauses half of the time: twice as many as there are cores keep two cores busy. */
const BUSY = "--maxWorkers=4";

const steps = [
  check("lint", "lint"),
  { name: "build", counted: async () => single((await buildAll()) ? 0 : 1) },
  check("types", "typecheck"),
  vitest("unit"),
  vitest("contract", ONE_MORE_TRY, BUSY),
  vitest("infra"),
  { name: "e2e", counted: endToEnd },
  { name: "grants", needs: ["contract", "e2e"], counted: grants },
];

const wanted = process.argv.slice(2);
const asked = (name) => wanted.length === 0 || wanted.includes(name);
// What the roles were seen to use is whole only where everything ran that uses them.
const chosen = steps.filter(({ name, needs }) => (needs ? needs.every(asked) : asked(name)));
const GRANTS = path.join(REPORTS, "grants");
if (chosen.some(({ name }) => name === "grants")) process.env.SANDBOX_GRANT_LOG = GRANTS;
if (chosen.some(({ name }) => name === "contract")) await offerAwsCli();
const browser = chosen.some(({ name }) => name === "e2e") ? await findBrowser() : undefined;

const rows = [];
for (const { name, counted } of chosen) {
  say(`\n=== ${name}`);
  const started = Date.now();
  const counts = await counted();
  rows.push({ name, ...counts, seconds: Math.round((Date.now() - started) / 1000) });
}

for (const { name, report } of rows.filter((row) => row.report)) {
  const { failed, flaky } = failedTests(report);
  if (flaky.length > 0) say(`\n=== passed at the second try only, in ${name}\n${flaky.join("\n")}`);
  if (failed.length > 0) say(`\n=== failed in ${name}\n${failed.join("\n")}`);
}
say("\n=== summary");
for (const { name, passed, failed, skipped, seconds } of rows) {
  say(
    `${failed > 0 ? "FAILED" : "ok    "}  ${name.padEnd(9)} ${passed} passed, ${failed} failed, ${skipped} skipped  (${seconds} s)`,
  );
}
const sum = (key) => rows.reduce((total, row) => total + row[key], 0);
const skipped = sum("skipped");
say(`\n${sum("passed")} passed, ${sum("failed")} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exit(sum("failed") > 0 ? 1 : 0);

async function endToEnd() {
  const report = path.join(REPORTS, "e2e.json");
  const env = { PLAYWRIGHT_JSON_OUTPUT_NAME: report, ...(browser ? { CHROMIUM_PATH: browser } : {}) };
  const code = await run("npx", ["playwright", "test", "--retries=1", "--reporter=list,json"], { env });
  if (!existsSync(report)) return { ...single(1), report };
  const { expected, unexpected, flaky, skipped } = JSON.parse(readFileSync(report, "utf8")).stats;
  return { passed: expected + flaky, failed: Math.max(unexpected, code === 0 ? 0 : 1), skipped, report };
}

/** After a failure a permission may be unused for that reason alone. */
async function grants() {
  if (rows.some(({ failed }) => failed > 0)) return { passed: 0, failed: 0, skipped: 1 };
  return single(await run("node", ["scripts/run-ts.mjs", "sandbox/compare-grants.ts", GRANTS]));
}

function readVitest(report, code) {
  if (!existsSync(report)) return single(1);
  const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(report, "utf8"));
  // A file that does not load counts no test but ends with a failure.
  return { passed: numPassedTests, failed: Math.max(numFailedTests, code === 0 ? 0 : 1), skipped: numPendingTests };
}
