// `npm run sandbox`: starts the sandbox alone, or tells other tools how to reach the running one.
import path from "node:path";
import { parseArgs } from "node:util";
import { exportLines, shellVariables } from "./environment";
import { mintToken } from "./mint-token";
import { APPS, DEFAULT_PORTS } from "./names";
import { findRunning, startSandbox } from "./start";

const HELP = `The sandbox: GitHub and the AWS services Holdfast uses, on this machine's loopback.

usage: npm run sandbox [-- options]             start it; Ctrl-C stops it, the state stays
       npm run -s sandbox env [-- options]      print export lines: eval "$(npm run -s sandbox env)"
       npm run -s sandbox token [-- options]    print a GitHub installation token, for git and curl

options
  --data DIR            where the state lives (default .sandbox)
  --app backup|restore  whose token (default backup: read only)
  --no-fleet            start with an empty organisation
  --github-port N  --s3-port N  --replica-port N  --aws-port N   (default ${DEFAULT_PORTS.github}, ${DEFAULT_PORTS.s3}, ${DEFAULT_PORTS.s3Replica}, ${DEFAULT_PORTS.aws})
  --verbose             the servers' own log

Your own repositories: copy bare repositories to DIR/github/<organisation>/<name>.git; they appear at once.
`;

const { values, positionals } = parseArgs({
  args: process.argv.slice(2).filter((arg) => arg !== "--"),
  allowPositionals: true,
  options: {
    data: { type: "string", default: ".sandbox" },
    app: { type: "string", default: "backup" },
    "no-fleet": { type: "boolean", default: false },
    "github-port": { type: "string" },
    "s3-port": { type: "string" },
    "replica-port": { type: "string" },
    "aws-port": { type: "string" },
    verbose: { type: "boolean", default: false },
    help: { type: "boolean", short: "h", default: false },
  },
});
const dataDir = path.resolve(values.data);

async function main(): Promise<void> {
  const verb = values.help ? "help" : (positionals[0] ?? "start");
  if (verb === "start") return start();
  if (verb === "env") return print(exportLines(shellVariables((await running()).urls)));
  if (verb === "token")
    return print(
      await mintToken((await running()).urls.githubApi, dataDir, values.app === "restore" ? APPS.restore : APPS.backup),
    );
  print(HELP);
  if (verb !== "help") throw new Error(`there is no verb ${verb}`);
}

async function start(): Promise<void> {
  const sandbox = await startSandbox({
    dataDir,
    workerEntry: path.resolve("dist/worker/main.mjs"),
    ports: {
      github: port(values["github-port"], DEFAULT_PORTS.github),
      s3: port(values["s3-port"], DEFAULT_PORTS.s3),
      s3Replica: port(values["replica-port"], DEFAULT_PORTS.s3Replica),
      aws: port(values["aws-port"], DEFAULT_PORTS.aws),
    },
    fleet: values["no-fleet"] ? [] : undefined,
    tell: print,
    log: values.verbose ? print : undefined,
  });
  const { github, s3, s3Replica, aws } = sandbox.urls;
  print(`GitHub ${github}\nS3 ${s3}, replica ${s3Replica}\nAWS ${aws}\nstate in ${dataDir}\nCtrl-C stops it`);
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => void sandbox.close().then(() => process.exit(0)));
}

async function running() {
  const found = await findRunning(dataDir);
  if (!found)
    throw new Error(
      `no sandbox runs on ${dataDir}; start it with "npm run sandbox" or "npm run demo", or name its directory with --data`,
    );
  return found;
}

function port(text: string | undefined, fallback: number): number {
  return text === undefined ? fallback : Number.parseInt(text, 10);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
