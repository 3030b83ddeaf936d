import { newRunId } from "@/lib/domain/ids";
import { verifyEnvironment } from "@/lib/env";
import type { ObjectStore } from "@/lib/ports/object-store";
import { parse } from "@/lib/read-environment";
import { MemoryObjectStore } from "@/lib/testing/memory-object-store";
import { createLog } from "../../log";
import { RunRecorder } from "../../run-recorder";
import type { VerifyContext } from "../verify-context";

/** A verify run in memory: one chain at a time, no record of the run, nobody to listen. */
export function verifyContext({
  records,
  now = () => new Date(),
}: {
  records?: ObjectStore;
  now?: () => Date;
} = {}): VerifyContext {
  const log = createLog({ format: "json", colour: false, write: () => undefined, now });
  const run = newRunId(new Date("2026-11-21T06:00:00Z"), "verify");
  return {
    env: parse(verifyEnvironment, {
      AWS_REGION: "us-east-1",
      S3_BUCKET: "backups",
      VERIFY_CONCURRENCY: "1",
      RETRY_PAUSE_MS: "1",
    }),
    services: {
      primary: new MemoryObjectStore("backups"),
      replica: undefined,
      records,
      metrics: { publish: async () => undefined },
    },
    recorder: new RunRecorder({
      kind: "verify",
      run,
      trigger: "schedule",
      records: undefined,
      log,
      now,
      random: () => "abcdef",
    }),
    log,
    now,
    signal: new AbortController().signal,
    asked: undefined,
  };
}
