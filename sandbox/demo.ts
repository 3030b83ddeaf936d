// `npm run demo`: the sandbox, the console, a first backup, and what to try. scripts/demo.mjs has prepared the ground.
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { formatBytes } from "@/lib/domain/format";
import type { RunRecord } from "@/lib/domain/run";
import { type ConsoleProcess, startConsole } from "./console-process";
import { consoleVariables } from "./environment";
import { lookAround, takeFirstBackup } from "./first-backup";
import { DEFAULT_PORTS } from "./names";
import { DEMO_PEOPLE } from "./seed/organisation";
import { writeFileDurably } from "./shared/atomic-file";
import { type Sandbox, startSandbox } from "./start";

const HELP = `usage: npm run demo [-- options]

  --port N      the console's port (default ${DEFAULT_PORTS.console})
  --data DIR    where the state lives (default .sandbox); delete it to begin anew
  --verbose     the servers' own log
The sandbox's own ports: --github-port, --s3-port, --replica-port, --aws-port
`;

const { values } = parseArgs({
  args: process.argv.slice(2).filter((arg) => arg !== "--"),
  options: {
    port: { type: "string", default: String(DEFAULT_PORTS.console) },
    data: { type: "string", default: ".sandbox" },
    "github-port": { type: "string", default: String(DEFAULT_PORTS.github) },
    "s3-port": { type: "string", default: String(DEFAULT_PORTS.s3) },
    "replica-port": { type: "string", default: String(DEFAULT_PORTS.s3Replica) },
    "aws-port": { type: "string", default: String(DEFAULT_PORTS.aws) },
    verbose: { type: "boolean", default: false },
    help: { type: "boolean", short: "h", default: false },
  },
});

let sandbox: Sandbox | undefined;
let console_: ConsoleProcess | undefined;
let ending = false;

async function main(): Promise<void> {
  if (values.help) return tell(HELP);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => void end(0));
  const dataDir = path.resolve(values.data);
  tell("starting the sandbox");
  sandbox = await startSandbox({
    dataDir,
    workerEntry: path.resolve("dist/worker/main.mjs"),
    ports: {
      github: Number(values["github-port"]),
      s3: Number(values["s3-port"]),
      s3Replica: Number(values["replica-port"]),
      aws: Number(values["aws-port"]),
    },
    tell,
    log: values.verbose ? tell : undefined,
  });
  const url = `http://localhost:${values.port}`;
  tell("starting the console");
  console_ = await startConsole({
    port: Number(values.port),
    variables: consoleVariables(sandbox.urls, url, await sessionSecret(dataDir)),
    onOutput: (text) => {
      if (values.verbose || /error/i.test(text)) process.stderr.write(text);
    },
  });
  void console_.ended.then((code) => (ending ? undefined : end(1, `the console ended by itself with ${code}`)));
  const record = await takeFirstBackup(sandbox.urls, drawProgress);
  await lookAround(sandbox.urls);
  if (record) tell(`\r${summary(record).padEnd(79)}`);
  tell(welcome(url, sandbox));
}

function welcome(url: string, { urls, dataDir }: Sandbox): string {
  const people = DEMO_PEOPLE.map(({ login, role, about }) => `    ${login.padEnd(6)} ${role.padEnd(10)} ${about}`).join(
    "\n",
  );
  return `
  Holdfast is running:  ${url}

  Sign in as
${people}

  Try
    1. see the first snapshot, in the primary bucket and in the replica (Snapshots)
    2. start a backup and watch it (Run backup now); prove that it restores (Verify now, on a snapshot)
    3. restore a repository into a new one (Restore), and open it: ${urls.github}/acme
    4. break a repository, back up again, and see the alarm:
         curl -d '{"match":{"path":"^/acme/web\\\\.git/"},"action":{"kind":"status","status":500},"times":0}' ${urls.github}/_sandbox/faults
       and mend it:  curl -X DELETE ${urls.github}/_sandbox/faults
    5. use your own tools on it:  eval "$(npm run -s sandbox env)"; aws --endpoint-url "$AWS_ENDPOINT_URL_S3" s3 ls --recursive s3://holdfast-backups/

  State: ${dataDir} (kept; delete it to begin anew).  Ctrl-C ends everything.
`;
}

function drawProgress({ phase, progress }: RunRecord): void {
  const done = progress
    ? `${progress.done} of ${progress.total} repositories, ${formatBytes(progress.bytes)}`
    : (phase ?? "starting");
  const line = `first backup: ${done}`;
  if (process.stdout.isTTY) process.stdout.write(`\r${line.padEnd(79)}`);
}

function summary({ state, outcomes, snapshot, error }: RunRecord): string {
  if (error) return `the first backup ${state}: ${error.message}`;
  const parts = Object.entries(outcomes ?? {})
    .filter(([, count]) => count > 0)
    .map(([outcome, count]) => `${count} ${outcome}`);
  return `first backup taken: snapshot ${snapshot}, ${parts.join(", ")}`;
}

/** Kept with the state, so that people stay signed in over a restart. */
async function sessionSecret(dataDir: string): Promise<string> {
  const file = path.join(dataDir, "session-secret");
  const kept = await readFile(file, "utf8").catch(() => undefined);
  if (kept) return kept;
  const made = randomBytes(32).toString("hex");
  await writeFileDurably(file, made);
  return made;
}

async function end(code: number, why?: string): Promise<void> {
  if (ending) return;
  ending = true;
  if (why) process.stderr.write(`\n${why}\n`);
  else tell("\nstopping");
  await console_?.close();
  await sandbox?.close();
  process.exit(code);
}

function tell(line: string): void {
  process.stdout.write(`${line}\n`);
}

main().catch((error: Error) => end(1, error.message));
