// What is scheduled is started by the scheduler's role, runs its definition with the task's own role, and ends well: a
// variable or a permission that infra/ forgets fails here.
import { DescribeTasksCommand, ECSClient } from "@aws-sdk/client-ecs";
import { GetScheduleCommand, SchedulerClient, UpdateScheduleCommand } from "@aws-sdk/client-scheduler";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { DRILLS_PREFIX } from "@/lib/domain/bucket-keys";
import type { Invocation } from "./aws/scheduler/schedule-store";
import { BUCKETS, CLUSTER, DRILL_SCHEDULE, SCHEDULE, VERIFY_SCHEDULE, WATCH_SCHEDULE } from "./names";
import { clientOptions } from "./provision-shared";
import { TestSandbox } from "./testing/test-sandbox";

let box: TestSandbox;
beforeAll(async () => {
  box = await TestSandbox.start([{ name: "one", description: "", history: { commits: 3, releases: 1 } }]);
});
afterAll(() => box.stop());

const PATIENCE = { timeout: 60_000, interval: 100 };

/** Makes it due now, with its target as it is; returns how its task ended. */
async function fire(Name: string): Promise<{ exitCode?: number; reason?: string }> {
  const scheduler = new SchedulerClient(clientOptions(box.urls.aws));
  const { FlexibleTimeWindow, Target } = await scheduler.send(new GetScheduleCommand({ Name }));
  const soon = new Date(Date.now() + 1500).toISOString().slice(0, 19);
  const ScheduleExpression = `at(${soon})`;
  await scheduler.send(new UpdateScheduleCommand({ Name, FlexibleTimeWindow, Target, ScheduleExpression }));
  const fired = await vi.waitFor(() => invocationOf(Name), PATIENCE);
  expect(fired.outcome, fired.error).toBe("succeeded");
  const ecs = new ECSClient(clientOptions(box.urls.aws));
  return vi.waitFor(async () => {
    const { tasks } = await ecs.send(new DescribeTasksCommand({ cluster: CLUSTER, tasks: fired.taskArns }));
    expect(tasks?.[0]).toMatchObject({ lastStatus: "STOPPED" });
    const container = tasks?.[0]?.containers?.[0];
    return { exitCode: container?.exitCode, reason: container?.reason };
  }, PATIENCE);
}

async function invocationOf(schedule: string): Promise<Invocation> {
  const answer = await fetch(`${box.urls.aws}/_sandbox/scheduler/invocations`);
  const { invocations } = (await answer.json()) as { invocations: Invocation[] };
  const found = invocations.find((each) => each.schedule === schedule);
  if (!found) throw new Error(`${schedule} did not fire`);
  return found;
}

test.each([
  ["backup", SCHEDULE],
  ["verify", VERIFY_SCHEDULE],
  ["drill", DRILL_SCHEDULE],
  // After the drill, whose record it reads.
  ["watch", WATCH_SCHEDULE],
])("%s runs when it is due", { timeout: 120_000 }, async (_, name) => {
  expect(await fire(name)).toEqual({ exitCode: 0, reason: undefined });
});

test("the drill has kept its record", async () => {
  expect(await box.keys(BUCKETS.records, DRILLS_PREFIX)).toHaveLength(1);
});
