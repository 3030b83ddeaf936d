// What a person names is backed up before all others, and the run's record tells of it; the snapshot is a whole one all the same.
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runRecordKey } from "@/lib/domain/bucket-keys";
import { newRunId, type RunId } from "@/lib/domain/ids";
import { repositoryName } from "@/lib/domain/ids-schema";
import type { RunRecord } from "@/lib/domain/run";
import { runRecord } from "@/lib/domain/run-schema";
import { BUCKETS } from "@/sandbox/names";
import { TestSandbox, type WorkerResult } from "@/sandbox/testing/test-sandbox";

const ONE_AT_A_TIME = { CONCURRENCY: "1" };

let box: TestSandbox;
beforeAll(async () => {
  // The largest would be first.
  const sizes = { large: 400, middle: 60, small: 4 };
  box = await TestSandbox.start(
    Object.entries(sizes).map(([name, commits]) => ({ name, description: "", history: { commits } })),
  );
});
afterAll(() => box.stop());

const told = ({ events }: WorkerResult) =>
  events.filter(({ event }) => event === "repository").map(({ repo }) => repo as string);

const recordOf = async (run: RunId): Promise<RunRecord> =>
  runRecord.parse(JSON.parse((await box.object(runRecordKey(run), BUCKETS.records)).toString()));

test("named on the command line, it comes first; a name that nobody lists is told and does no harm", async () => {
  const run = newRunId(new Date(), "first1");
  const args = ["backup", "--first", "acme/small", "--first", "acme/unheard-of"];
  const result = await box.worker(args, { variables: { ...ONE_AT_A_TIME, RUN_ID: run } });
  expect(result.exitCode, result.output).toBe(0);
  expect(told(result)).toEqual(["acme/small", "acme/large", "acme/middle"]);
  const { backup, state } = await recordOf(run);
  expect(state).toBe("succeeded");
  expect(backup?.items).toHaveLength(2);
  expect(backup?.items).toEqual(
    expect.arrayContaining([
      { repo: "acme/small", outcome: "captured" },
      expect.objectContaining({
        repo: "acme/unheard-of",
        problem: expect.objectContaining({ code: "repository-not-listed" }),
      }),
    ]),
  );
  expect((await box.newestManifest()).totals).toMatchObject({ captured: 3 });
});

test("asked for in the run's record, as the console does, it comes first too", async () => {
  const run = newRunId(new Date(), "first2");
  const at = new Date().toISOString();
  const record: RunRecord = {
    ...{ version: 1, id: run, kind: "backup", state: "queued", trigger: "manual", requested_at: at, updated_at: at },
    backup: { request: { first: [repositoryName.parse("acme/middle")] } },
  };
  const Body = JSON.stringify(record);
  await box.s3.send(new PutObjectCommand({ Bucket: BUCKETS.records, Key: runRecordKey(run), Body }));
  const result = await box.worker(["backup"], { variables: { ...ONE_AT_A_TIME, RUN_ID: run } });
  expect(result.exitCode, result.output).toBe(0);
  expect(told(result)[0]).toBe("acme/middle");
  expect((await recordOf(run)).backup?.items).toEqual([{ repo: "acme/middle", outcome: "unchanged" }]);
});

test("another verb does not take it", async () => {
  const result = await box.worker(["watch", "--first", "acme/small"]);
  expect(result.exitCode).toBe(64);
  expect(result.output).toContain("--first is for backup");
});
