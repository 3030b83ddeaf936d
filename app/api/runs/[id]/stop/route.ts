import { z } from "zod";
import { act } from "@/app/_server/route";
import { nameOf } from "@/app/_server/session";
import { runId } from "@/lib/domain/ids-schema";
import { stopRun } from "@/lib/operations/stop-run";

export const POST = act(
  { action: "stop a run", input: z.object({ id: runId, confirmation: z.string() }), about: ({ id }) => ({ run: id }) },
  ({ services, input, session, now }) => stopRun(services, input, nameOf(session), now),
);
