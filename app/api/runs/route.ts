import { z } from "zod";
import { route } from "@/app/_server/route";
import { requireRole } from "@/app/_server/session";
import { runId } from "@/lib/domain/ids";
import { startRunInput } from "@/lib/domain/restore-proposal";
import { listRuns } from "@/lib/operations/list-runs";
import { startRun } from "@/lib/operations/start-run";

const page = z.object({ limit: z.coerce.number().int().min(1).max(200).default(50), before: runId.optional() });

export const GET = route({ action: "view", input: page }, ({ services, input, now }) => listRuns(services, input, now));

export const POST = route({ action: "view", input: startRunInput }, async ({ services, input, now }) => {
  const { login } = await requireRole(input.kind === "backup" ? "start a backup" : "restore a repository");
  return startRun(services, input, login, now);
});
