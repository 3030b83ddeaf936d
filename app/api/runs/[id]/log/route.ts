import { z } from "zod";
import { route } from "@/app/_server/route";
import { runId } from "@/lib/domain/ids";
import { readRunLog } from "@/lib/operations/read-run-log";

const input = z.object({ id: runId, cursor: z.string().max(500).optional() });

export const GET = route({ action: "view", input }, ({ services, input }) =>
  readRunLog(services, input.id, input.cursor),
);
