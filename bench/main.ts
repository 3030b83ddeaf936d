// `npm run bench -- <case>`: measurements against the reference algorithm, in the same run on the same sandbox.
import { buildWorker } from "./built-worker";
import { consoleCase } from "./console/console-case";
import { describe } from "./describe";
import { captureCase, dailyCase } from "./fleet-case";
import { largeCase } from "./large-case";
import { monthCase } from "./month/month-case";
import { closeWhenStopped } from "./open-things";
import { restoreCase } from "./restore-case";
import { transferCase } from "./transfer-case";
import { verifyCase } from "./verify-case";
import { watchCase } from "./watch/watch-case";

const CASES: Record<string, (argument?: string) => Promise<void>> = {
  capture: captureCase,
  console: consoleCase,
  daily: dailyCase,
  large: largeCase,
  month: monthCase,
  restore: restoreCase,
  transfer: transferCase,
  verify: verifyCase,
  watch: watchCase,
  describe,
};

const HELP = `usage: npm run bench -- <case>

  capture           first backup of 200 small repositories, loopback and with 150 ms added to each request
  daily             the days after: nothing changed, 2 % changed
  large [PATH]      one large repository: generated, or the bare repository at PATH
  transfer [PATH]   the worker against the bare transfer of the same pack; a medium and a large one, or that at PATH
  month [DAYS]      30 simulated days of an active fleet, each of them restored with stock git and compared
  restore [PATH]    a medium repository, or that at PATH, restored, against the same by hand; and 100 small ones at once
  verify            200 small repositories proven, against git clone --mirror and git fsck of the same bundles
  watch             the hourly look at 10,000 repositories, against listing and comparing both buckets; doctor, choice of proofs
  console [serve]   the console over a year of backups of 10,000 repositories: pages, memory, Chromium, 50 viewers; or only start it
  describe [PATH]   what a pack is made of: of the generated repositories, or of the one at PATH

Prints a markdown table and keeps it under bench/results. BENCH_SCALE=0.03 tries a case out with little
data; BENCH_ROUNDS is the number of runs of each side, 3 by default.
`;

const [name = "", argument] = process.argv.slice(2).filter((arg) => arg !== "--");
const chosen = CASES[name];
if (!chosen) {
  process.stdout.write(HELP);
  process.exit(name === "" || name === "--help" ? 0 : 64);
}
closeWhenStopped();
await buildWorker();
await chosen(argument);
