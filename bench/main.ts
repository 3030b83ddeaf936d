// `npm run bench -- <case>`: measurements against the reference algorithm, in the same run on the same sandbox.
import { execFileSync } from "node:child_process";
import { captureCase, dailyCase } from "./fleet-case";
import { largeCase } from "./large-case";

const CASES: Record<string, (argument?: string) => Promise<void>> = {
  capture: captureCase,
  daily: dailyCase,
  large: largeCase,
};

const HELP = `usage: npm run bench -- <case>

  capture        first backup of 200 small repositories, loopback and with 150 ms added to each request
  daily          the days after: nothing changed, 2 % changed
  large [PATH]   one large repository: generated, or the bare repository at PATH

Prints a markdown table and keeps it under bench/results.
`;

const [name = "", argument] = process.argv.slice(2).filter((arg) => arg !== "--");
const chosen = CASES[name];
if (!chosen) {
  process.stdout.write(HELP);
  process.exit(name === "" || name === "--help" ? 0 : 64);
}
execFileSync(process.execPath, ["worker/build.mjs"], { stdio: "inherit" });
await chosen(argument);
