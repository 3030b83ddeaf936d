import { z } from "zod";
import { route } from "@/app/_server/route";
import { runId } from "@/lib/domain/ids";
import { stopRun } from "@/lib/operations/stop-run";

export const POST = route(
  { action: "stop a run", input: z.object({ id: runId }) },
  ({ services, input, session, now }) => stopRun(services, input.id, session.login, now),
);
