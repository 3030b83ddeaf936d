import { z } from "zod";
import { act } from "@/app/_server/route";
import { nameOf } from "@/app/_server/session";
import { actToStop } from "@/lib/domain/act-to-stop";
import { runId } from "@/lib/domain/ids-schema";
import { readRun } from "@/lib/operations/run-records";
import { stopRun } from "@/lib/operations/stop-run";

export const POST = act(
  {
    action: "stop a run",
    // Whose run it is stands in its record. Nobody gets here without being an operator.
    besides: async ({ services, input, session }) =>
      actToStop((await readRun(services.records, input.id)).record, session.id),
    input: z.object({ id: runId, confirmation: z.string() }),
    about: ({ id }) => ({ run: id }),
  },
  ({ services, input, session, now }) => stopRun(services, input, nameOf(session), now),
);
