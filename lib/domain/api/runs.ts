import { z } from "zod";
import type { FollowedRun, OpenedRun, RunLogPage, RunPage } from "../followed-run";
import { restorePlanV2 } from "../restore-plan";
import type { RunRecord } from "../run";
import { runRecord } from "../run-schema";
import { problem } from "./common";
import { named } from "./schema";

export const apiRunRecord = named<RunRecord>()(
  "Run",
  runRecord,
  "A run as its record has it. The worker adds to it while it goes on; a newer version may know more members.",
);

const followed = { record: apiRunRecord, notice: problem.optional(), receipt: z.boolean() };

export const followedRun = named<FollowedRun>()(
  "FollowedRun",
  z.strictObject(followed),
  "A run's record, held against its task: `notice` says why that could not be done.",
);

export const openedRun = named<OpenedRun>()(
  "OpenedRun",
  z.strictObject({ ...followed, steps: restorePlanV2.shape.steps.optional() }),
);

export const runPage = named<RunPage>()(
  "RunPage",
  z.strictObject({
    runs: z.array(followedRun),
    unreadable: z.array(z.strictObject({ id: z.string(), problem })),
    next: z.string().optional(),
  }),
  "Pass `next` as `before` to read on; it is absent on the last page.",
);

export const runLogPage = named<RunLogPage>()(
  "RunLogPage",
  z.strictObject({
    lines: z.array(z.strictObject({ at: z.string(), message: z.string() })),
    cursor: z.string().optional(),
    available: z.boolean(),
  }),
  "Pass `cursor` to read on. `available` is false as long as the record names no log.",
);
