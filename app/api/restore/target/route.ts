import { z } from "zod";
import { route } from "@/app/_server/route";
import { repositoryName } from "@/lib/domain/ids-schema";
import { proposeTarget } from "@/lib/operations/plan-restore";

const input = z.object({ repository: repositoryName });

export const GET = route({ action: "view", input }, ({ services, input }) => proposeTarget(services, input.repository));
