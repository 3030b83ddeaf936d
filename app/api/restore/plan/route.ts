import { route } from "@/app/_server/route";
import { restoreRequest } from "@/lib/domain/restore-plan";
import { proposeRestore } from "@/lib/operations/plan-restore";

/** Changes nothing: it is asked with GET, so that the review step has an address. */
export const GET = route({ action: "view", input: restoreRequest }, ({ services, input }) =>
  proposeRestore(services, input),
);
