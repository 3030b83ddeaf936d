// The last step of `npm test`: every permission of a role was used by a test, or has a reason; and no role asked for what it has no
// permission for. Usage: node scripts/run-ts.mjs sandbox/compare-grants.ts DIRECTORY, which the contract and browser tests have filled.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { type Decision, reportGrants } from "./grant-report";
import { REFUSED_IN_TESTS, UNTESTED_GRANTS } from "./grants-without-test";
import { DRILL_START_PRINCIPAL, ROLE_PRINCIPALS } from "./roles";

const [directory = ""] = process.argv.slice(2);
const decisions = readdirSync(directory).flatMap((file) =>
  readFileSync(path.join(directory, file), "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Decision),
);
const roles = [...ROLE_PRINCIPALS, DRILL_START_PRINCIPAL];
const reasons = { untested: UNTESTED_GRANTS, refused: REFUSED_IN_TESTS };
const { unused, neverGranted, outdated } = reportGrants(roles, decisions, reasons);
tell("granted, and used by no test (test it, take it away, or say why in sandbox/grants-without-test.ts)", unused);
tell("asked for, and granted by no statement of the role (grant it in infra/policies, or do not ask)", neverGranted);
tell("a reason in sandbox/grants-without-test.ts that excuses nothing any more", outdated);
const failed = unused.length + neverGranted.length + outdated.length;
const reasoned = Object.keys(UNTESTED_GRANTS).length;
process.stdout.write(
  `${roles.length} roles, ${failed} remarks; ${reasoned} permissions without a test have a reason\n`,
);
process.exit(failed === 0 ? 0 : 1);

function tell(what: string, lines: string[]): void {
  if (lines.length > 0) process.stdout.write(`${what}:\n${lines.map((each) => `  ${each}\n`).join("")}`);
}
