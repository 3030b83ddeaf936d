// On a standby restores are started, and nothing is asked of what stands in the primary's region.
import { expect, test } from "vitest";
import { newRunId } from "@/lib/domain/ids";
import { snapshotId } from "@/lib/domain/ids-schema";
import type { StartRunInput } from "@/lib/domain/restore-proposal";
import { restoreRequest } from "@/lib/domain/restore-request-schema";
import { DEFAULT_TARGETS } from "@/lib/domain/targets";
import { MemoryObjectStore } from "@/lib/testing/memory-object-store";
import { MemoryTaskRunner } from "@/lib/testing/memory-task-runner";
import { OLGA } from "@/lib/testing/people";
import { putManifest, sampleEntry, sampleManifest } from "@/lib/testing/sample-manifest";
import { twoBuckets } from "@/lib/testing/two-buckets";
import { endedRuns } from "./follow-run";
import { proposeRestore } from "./plan-restore";
import { readAlarms } from "./read-alarms";
import { readRun } from "./run-records";
import { startRun } from "./start-run";

const NOW = new Date("2026-11-21T03:00:00Z");
const run = newRunId(NOW, "abcdef");

function standby() {
  const records = new MemoryObjectStore("records");
  return { ...twoBuckets(), records, tasks: new MemoryTaskRunner(), ended: endedRuns(), standby: true };
}

test.each<StartRunInput>([
  { kind: "backup", run },
  { kind: "verify", run, request: { scope: "share" } },
  { kind: "hold", run, request: { snapshot: snapshotId.parse("2026-11-20"), why: "the audit" } },
])("refuses a $kind run in so many words, and leaves no record of it", async (input) => {
  const deps = standby();
  const refused = startRun(deps, input, OLGA, NOW);
  await expect(refused).rejects.toMatchObject({
    code: "standby-restores-only",
    message: `this is a standby, which restores only: it starts no ${input.kind} run`,
  });
  expect(deps.tasks.started).toEqual([]);
  await expect(readRun(deps.records, run)).rejects.toMatchObject({ code: "not-found" });
});

test("starts a restore", async () => {
  const deps = standby();
  await putManifest(deps.sides.primary, sampleManifest("2026-11-21", [sampleEntry("acme/api")]));
  const names = { repository: "acme/api", target: "acme/api-2" };
  const request = restoreRequest.parse({ snapshot: "2026-11-21", source: "primary", ...names });
  const { digest } = await proposeRestore(deps, request);
  await startRun(deps, { kind: "restore", run, request, digest, confirmation: "acme/api-2" }, OLGA, NOW);
  expect(deps.tasks.started).toMatchObject([{ kind: "restore" }]);
});

test("has no alarms, rather than a dozen that are not set up", async () => {
  const asked = () => Promise.reject(new Error("nobody should ask"));
  const monitoring = { alarms: asked, alarmHistory: asked, series: asked };
  expect(await readAlarms({ ...standby(), monitoring, prefix: "holdfast", targets: DEFAULT_TARGETS }, NOW)).toEqual([]);
});
