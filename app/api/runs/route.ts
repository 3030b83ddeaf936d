import { z } from "zod";
import { route } from "@/app/_server/route";
import type { ConsoleServices } from "@/app/_server/services";
import { requireRole } from "@/app/_server/session";
import { runId } from "@/lib/domain/ids";
import { actionOf } from "@/lib/domain/restore-action";
import { type StartRunInput, startRunInput } from "@/lib/domain/restore-proposal";
import type { Action } from "@/lib/domain/role";
import { listRuns } from "@/lib/operations/list-runs";
import { readPlan } from "@/lib/operations/run-records";
import { startRun } from "@/lib/operations/start-run";

const page = z.object({ limit: z.coerce.number().int().min(1).max(200).default(50), before: runId.optional() });

export const GET = route({ action: "view", input: page }, ({ services, input, now }) => listRuns(services, input, now));

export const POST = route({ action: "view", input: startRunInput }, async ({ services, input, now }) => {
  // Nobody gets further than this without being an operator: not even to learn whether a plan exists.
  if (input.kind === "restore" || input.kind === "retry") await requireRole("restore a repository");
  const { login } = await requireRole(await neededFor(services, input));
  return startRun(services, input, login, now);
});

/** What is started again must be allowed as if it were started for the first time. */
async function neededFor({ records }: ConsoleServices, input: StartRunInput): Promise<Action> {
  if (input.kind === "backup") return "start a backup";
  if (input.kind === "verify") return "start a proof";
  if (input.kind === "drill") return "start a drill";
  if (input.kind === "restore") return actionOf(input.request);
  return actionOf((await readPlan(records, input.of)).plan.request);
}
