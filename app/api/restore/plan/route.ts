import { z } from "zod";
import { route } from "@/app/_server/route";
import { restoreRequest } from "@/lib/domain/restore-request-schema";
import { proposeRestore } from "@/lib/operations/plan-restore";

/** Changes nothing. It is asked with POST because ten thousand names do not fit into an address. */
export const POST = route({ action: "view", input: z.object({ request: restoreRequest }) }, ({ services, input }) =>
  proposeRestore(services, input.request),
);
