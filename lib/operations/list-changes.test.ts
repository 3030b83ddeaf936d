import { expect, test } from "vitest";
import { newRunId, type RunId } from "@/lib/domain/ids";
import { repositoryName } from "@/lib/domain/ids-schema";
import { restoreRequest } from "@/lib/domain/restore-request-schema";
import { MemoryObjectStore } from "@/lib/testing/memory-object-store";
import { MemoryTaskRunner } from "@/lib/testing/memory-task-runner";
import { endedRuns } from "./follow-run";
import { listChanges } from "./list-changes";
import { createRun } from "./run-records";

const at = (minute: number) => new Date(Date.UTC(2026, 10, 21, 3, minute));
const id = (minute: number) => newRunId(at(minute), "aaaaaa");

test("the changes of one restored repository are listed in their order, and of no other", async () => {
  const records = new MemoryObjectStore("records");
  const deps = { records, tasks: new MemoryTaskRunner(), ended: endedRuns() };
  const put = (minute: number, target: string, restoredBy: RunId) =>
    createRun(records, {
      ...{ version: 1, id: id(minute), kind: "restore", state: "succeeded", trigger: "manual" },
      ...{ requested_at: at(minute).toISOString(), updated_at: at(minute).toISOString() },
      restore: {
        request: restoreRequest.parse({
          ...{ kind: "rearm", target, repositoryId: 7, restoredBy, change: { action: "enable-actions" } },
        }),
        plan_digest: "x",
      },
    });
  await put(5, "acme/x", id(1));
  await put(3, "acme/x", id(1));
  await put(4, "acme/other", id(1));
  await put(6, "acme/x", id(2));
  await records.put(`runs/${id(7)}/run.json`, "not a record");
  const found = await listChanges(deps, id(1), repositoryName.parse("acme/x"), at(30));
  expect(found.map(({ record }) => record.id)).toEqual([id(3), id(5)]);
});
