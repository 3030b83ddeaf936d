import { z } from "zod";
import { route } from "@/app/_server/route";
import { runId } from "@/lib/domain/ids";
import { openRun } from "@/lib/operations/open-run";

export const GET = route({ action: "view", input: z.object({ id: runId }) }, ({ services, input, now }) =>
  openRun(services, input.id, now),
);
