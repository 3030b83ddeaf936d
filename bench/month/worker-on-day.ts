// The worker's backup with its clock set to BENCH_NOW: the command and everything below it as it is, only the `now` that
// worker/main.ts gives it is another one. Signatures and tokens go by the real time.
import { randomInt } from "node:crypto";
import { backupEnvironment } from "@/lib/env";
import { parse } from "@/lib/read-environment";
import { backup } from "@/worker/commands/backup";
import { createLog } from "@/worker/log";
import { RunRecorder } from "@/worker/run-recorder";
import { backupServices } from "@/worker/services";

const shift = Date.parse(process.env.BENCH_NOW ?? "") - Date.now();
const now = () => new Date(Date.now() + shift);
const log = createLog({ format: "json", write: (line) => process.stdout.write(line), now });
const env = parse(backupEnvironment, process.env);
const services = backupServices(env, log);
const random = () =>
  randomInt(36 ** 6)
    .toString(36)
    .padStart(6, "0");
const recorder = new RunRecorder({
  kind: "backup",
  trigger: env.RUN_TRIGGER,
  records: services.records,
  log,
  now,
  random,
});
const code = await backup({ env, services, recorder, log, now, signal: new AbortController().signal });
// Idle sockets would hold the process.
process.stdout.write("", () => process.exit(code));
