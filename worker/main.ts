// The worker's entry point: a verb, the environment, an exit code. SIGTERM (ECS StopTask) ends the work in good order.
import { randomInt } from "node:crypto";
import { parseArgs } from "node:util";
import { backupRequest } from "@/lib/domain/backup-run-schema";
import { AppError, asAppError } from "@/lib/domain/errors";
import { parseInput } from "@/lib/domain/ids-schema";
import type { RunKind } from "@/lib/domain/run";
import { VERSION } from "@/lib/domain/version";
import {
  type BackupEnvironment,
  backupEnvironment,
  doctorEnvironment,
  drillEnvironment,
  evidenceEnvironment,
  holdEnvironment,
  offlineRestoreEnvironment,
  restoreEnvironment,
  verifyEnvironment,
  watchEnvironment,
} from "@/lib/env";
import { guardConnections } from "@/lib/guard-connections";
import { guardOutput } from "@/lib/guard-output";
import type { ObjectStore } from "@/lib/ports/object-store";
import { parse } from "@/lib/read-environment";
import { auditedRun } from "./audited-run";
import { backup } from "./commands/backup";
import { doctor } from "./commands/doctor";
import { drill } from "./commands/drill";
import { evidence } from "./commands/evidence";
import { hold } from "./commands/hold";
import { restore } from "./commands/restore";
import { verify } from "./commands/verify";
import { watch } from "./commands/watch";
import { help } from "./help";
import { holdRequestFrom } from "./hold-arguments";
import { createLog } from "./log";
import { progressLine } from "./progress-line";
import { askedFrom, asksGitHub, RESTORE_OPTIONS } from "./restore-arguments";
import { RunRecorder } from "./run-recorder";
import { Screen } from "./screen";
import { backupServices, holdServices, restoreServices, verifyServices, watchServices } from "./services";
import { readTaskIdentity } from "./task-identity";
import { tellStack } from "./tell-stack";
import { VERIFY_OPTIONS, verifyRequestFrom } from "./verify-arguments";

const now = () => new Date();
guardOutput([process.stdout, process.stderr], [process.env.AWS_SECRET_ACCESS_KEY, process.env.AWS_SESSION_TOKEN]);
const screen = new Screen(process.stdout, process.env);
const log = createLog({
  format: screen.terminal ? "human" : "json",
  colour: screen.colour,
  write: (line) => screen.write(line),
  now,
});
const print = (text: string) => screen.write(`${text}\n`);

const OPTIONS = {
  ...RESTORE_OPTIONS,
  ...VERIFY_OPTIONS,
  wait: { type: "boolean" },
  first: { type: "string", multiple: true },
  from: { type: "string" },
  to: { type: "string" },
  why: { type: "string" },
  out: { type: "string" },
  help: { type: "boolean", short: "h" },
} as const;

async function main(): Promise<number> {
  guardConnections();
  const { values, first, positionals, repositories } = readArguments();
  const verb = values.help ? "help" : (positionals[0] ?? "backup");
  if (first && verb !== "backup") throw new AppError("input-invalid", { problem: "--first is for backup; see --help" });
  switch (verb) {
    case "backup":
      return runBackup(values.wait === true, first);
    case "restore":
      return runRestore(values);
    case "watch":
      return runWatch();
    case "doctor":
      return runDoctor();
    case "verify":
      return runVerify(values);
    case "hold":
      return runHold(values, repositories);
    case "evidence":
      return runEvidence(values);
    case "drill":
      return runDrill();
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

async function runBackup(wait: boolean, first: string[] | undefined): Promise<number> {
  const asked = first && { first: parseInput(backupRequest.shape.first, first, "--first") };
  const settings = parse(backupEnvironment, process.env);
  const env: BackupEnvironment = wait ? { ...settings, ON_ACTIVE_RUN: "wait" } : settings;
  const services = backupServices(env, log);
  const recorder = await recorderFor("backup", env, services.records);
  const told = { ...services, verb: "backup", trigger: env.RUN_TRIGGER, recorder, log, now };
  return auditedRun({ ...told, secrets: [env.GITHUB_APP_KEY_SECRET_ARN], told: "may" }, () =>
    backup({ env, services, recorder, log, now, signal: stopSignal(), asked }),
  );
}

async function runRestore(values: ReturnType<typeof readArguments>["values"]): Promise<number> {
  const asked = askedFrom(values);
  const settings = parse(asksGitHub(asked) ? restoreEnvironment : offlineRestoreEnvironment, process.env);
  // No schedule starts a restore: without a word about it, a person at a command line did.
  const trigger = asked.retryOf ? "retry" : settings.RUN_TRIGGER === "schedule" ? "manual" : settings.RUN_TRIGGER;
  const env = { ...settings, RUN_TRIGGER: trigger } as const;
  const services = restoreServices(env, log);
  const recorder = await recorderFor("restore", env, services.records);
  const work = () => restore({ env, services, recorder, log, now, signal: stopSignal(), asked, print });
  if (asked.dryRun) return work();
  const secrets = asksGitHub(asked) ? [env.RESTORE_APP_KEY_SECRET_ARN] : [];
  const told = { ...services, verb: "restore", trigger, recorder, log, now };
  return auditedRun({ ...told, secrets, told: "must" }, work);
}

async function runDrill(): Promise<number> {
  const env = parse(drillEnvironment, process.env);
  const services = restoreServices(env, log);
  if (!services.records) throw new AppError("settings-invalid", { problems: "  RECORDS_BUCKET is missing" });
  const recorder = await recorderFor("drill", env, services.records);
  const { records } = services;
  const secrets = env.DRILL_ORGANISATION ? [env.RESTORE_APP_KEY_SECRET_ARN] : [];
  const told = { records, verb: "drill", trigger: env.RUN_TRIGGER, recorder, log, now };
  return auditedRun({ ...told, secrets, told: "must" }, () =>
    drill({ env, services, records, recorder, log, now, signal: stopSignal() }),
  );
}

async function runEvidence(values: ReturnType<typeof readArguments>["values"]): Promise<number> {
  const { evidenceServices } = await import("./evidence-services");
  const services = evidenceServices(parse(evidenceEnvironment, process.env));
  return evidence(services, { asked: values, who: process.env.USER ?? "command line", log, now });
}

async function runWatch(): Promise<number> {
  const env = parse(watchEnvironment, process.env);
  return watch({ env, services: watchServices(env, log), log, now });
}

async function runDoctor(): Promise<number> {
  // It brings clients of services that no other verb speaks to; only its own start should pay for them.
  const { doctorServices } = await import("./doctor-services");
  return doctor(doctorServices(parse(doctorEnvironment, process.env)), { log, now });
}

async function runVerify(values: ReturnType<typeof readArguments>["values"]): Promise<number> {
  const asked = verifyRequestFrom(values);
  const env = parse(verifyEnvironment, process.env);
  const services = verifyServices(env, log);
  const recorder = await recorderFor("verify", env, services.records);
  const told = { ...services, verb: "verify", trigger: env.RUN_TRIGGER, recorder, log, now };
  return auditedRun({ ...told, secrets: [], told: "may" }, () =>
    verify({ env, services, recorder, log, now, signal: stopSignal(), asked }),
  );
}

async function runHold(values: ReturnType<typeof readArguments>["values"], repositories: string[]): Promise<number> {
  const asked = holdRequestFrom(values, repositories);
  const settings = parse(holdEnvironment, process.env);
  // No schedule starts a hold: without a word about it, a person at a command line did.
  const env = { ...settings, RUN_TRIGGER: "manual" } as const;
  const services = holdServices(env, log);
  const recorder = await recorderFor("hold", env, services.records);
  const told = { ...services, verb: "hold", trigger: env.RUN_TRIGGER, recorder, log, now };
  return auditedRun({ ...told, secrets: [], told: "may" }, () =>
    hold({ env, services, recorder, log, now, signal: stopSignal(), asked }),
  );
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
    watch: (record) => screen.show((width) => progressLine(record, now(), width, screen.colour)),
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
    const args = process.argv.slice(2);
    const read = parseArgs({ args, options: OPTIONS, allowPositionals: true, strict: true, tokens: true });
    // Only a hold takes several; `values` has the last.
    const repositories = read.tokens.flatMap((each) =>
      each.kind === "option" && each.name === "repository" ? (each.value ?? []) : [],
    );
    const { first, ...values } = read.values;
    return { values, first, positionals: read.positionals, repositories };
  } catch (cause) {
    throw new AppError("input-invalid", { problem: `${(cause as Error).message}; see --help` }, { cause });
  }
}

function sixCharacters(): string {
  return randomInt(36 ** 6)
    .toString(36)
    .padStart(6, "0");
}

/** Returns the exit code. */
function tellFatal(error: unknown): number {
  const known = asAppError(error);
  log.error("fatal", known.message, { code: known.code, hint: known.hint });
  tellStack(known, log);
  return known.exit;
}

// Node's own words would come between the events, and its exit code for a crash means something else here.
process.removeAllListeners("warning");
process.on("warning", ({ name, message }) => log.warn("node-warning", `${name}: ${message}`));
process.on("uncaughtException", (error) => process.exit(tellFatal(error)));

main()
  .catch(tellFatal)
  .then((code) => {
    process.exitCode = code;
    screen.clear();
    // Idle keep-alive sockets would hold the process for a while; everything that matters has been awaited.
    process.stdout.write("", () => process.exit(code));
  });
