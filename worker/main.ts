// The worker's entry point: a verb, the environment, an exit code. SIGTERM (ECS StopTask) ends the work in good order.
import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { AppError, asAppError } from "@/lib/domain/errors";
import { parseInput, repositoryName, snapshotId } from "@/lib/domain/ids";
import type { RestoreRequest } from "@/lib/domain/restore-plan";
import type { RunKind } from "@/lib/domain/run";
import { side } from "@/lib/domain/snapshot";
import { VERSION } from "@/lib/domain/version";
import { type BackupEnvironment, backupEnvironment, parse, restoreEnvironment } from "@/lib/env";
import type { ObjectStore } from "@/lib/ports/object-store";
import { backup } from "./commands/backup";
import { restore } from "./commands/restore";
import { help } from "./help";
import { createLog } from "./log";
import { RunRecorder } from "./run-recorder";
import { backupServices, restoreServices } from "./services";
import { readTaskIdentity } from "./task-identity";

const now = () => new Date();
const log = createLog({
  format: process.stdout.isTTY ? "human" : "json",
  write: (line) => process.stdout.write(line),
  now,
});
const print = (text: string) => process.stdout.write(`${text}\n`);

const OPTIONS = {
  snapshot: { type: "string" },
  repository: { type: "string" },
  target: { type: "string" },
  source: { type: "string" },
  "dry-run": { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

async function main(): Promise<number> {
  const { values, positionals } = readArguments();
  const verb = values.help ? "help" : (positionals[0] ?? "backup");
  switch (verb) {
    case "backup":
      return runBackup();
    case "restore":
      return runRestore(values);
    case "version":
      print(VERSION);
      return 0;
    case "help":
      print(help());
      return 0;
    default:
      throw new AppError("input-invalid", { problem: `there is no verb ${verb}; see --help` });
  }
}

async function runBackup(): Promise<number> {
  const env = parse(backupEnvironment, process.env);
  const services = backupServices(env);
  const recorder = await recorderFor("backup", env, services.records);
  return backup({ env, services, recorder, log, now, signal: stopSignal() });
}

async function runRestore(values: ReturnType<typeof readArguments>["values"]): Promise<number> {
  const env = parse(restoreEnvironment, process.env);
  const services = restoreServices(env);
  const recorder = await recorderFor("restore", env, services.records);
  const request = requestFrom(values);
  return restore({
    env,
    services,
    recorder,
    log,
    now,
    signal: stopSignal(),
    request,
    dryRun: values["dry-run"] === true,
    print,
  });
}

function requestFrom(values: ReturnType<typeof readArguments>["values"]): RestoreRequest | undefined {
  const { snapshot, repository, target, source } = values;
  if (snapshot === undefined && repository === undefined && target === undefined) return undefined;
  return {
    snapshot: parseInput(snapshotId, snapshot, "--snapshot"),
    repository: parseInput(repositoryName, repository, "--repository"),
    target: parseInput(repositoryName, target, "--target"),
    source: parseInput(side, source ?? "primary", "--source"),
  };
}

type RunSettings = Pick<BackupEnvironment, "RUN_ID" | "RUN_TRIGGER" | "ECS_CONTAINER_METADATA_URI_V4">;

async function recorderFor(kind: RunKind, env: RunSettings, records: ObjectStore | undefined): Promise<RunRecorder> {
  const task = await readTaskIdentity(env.ECS_CONTAINER_METADATA_URI_V4);
  return new RunRecorder({
    kind,
    trigger: env.RUN_TRIGGER,
    run: env.RUN_ID,
    records,
    task,
    log,
    now,
    random: sixCharacters,
  });
}

/** Aborted by SIGTERM or Ctrl-C. A second signal ends the process at once, as a person who presses twice expects. */
function stopSignal(): AbortSignal {
  const controller = new AbortController();
  for (const name of ["SIGTERM", "SIGINT"] as const) {
    process.once(name, () =>
      controller.abort(
        new AppError("run-stopped", { who: name === "SIGINT" ? "Ctrl-C" : "ECS or an operator (SIGTERM)" }),
      ),
    );
  }
  return controller.signal;
}

function readArguments() {
  try {
    return parseArgs({ args: process.argv.slice(2), options: OPTIONS, allowPositionals: true, strict: true });
  } catch (cause) {
    throw new AppError("input-invalid", { problem: `${(cause as Error).message}; see --help` }, { cause });
  }
}

function sixCharacters(): string {
  return randomInt(36 ** 6)
    .toString(36)
    .padStart(6, "0");
}

main()
  .catch((error: unknown) => {
    const known = asAppError(error);
    log.error("fatal", known.message, { code: known.code, hint: known.hint });
    if (known.code === "unexpected" && known.cause instanceof Error) log.error("stack", known.cause.stack ?? "");
    return known.exit;
  })
  .then((code) => {
    process.exitCode = code;
    // Idle keep-alive sockets would hold the process for a while; everything that matters has been awaited.
    process.stdout.write("", () => process.exit(code));
  });
