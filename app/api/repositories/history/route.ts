import { z } from "zod";
import { route } from "@/app/_server/route";
import { repositoryName } from "@/lib/domain/ids-schema";
import { readHistory } from "@/lib/operations/read-history";

const input = z.object({ repository: repositoryName, id: z.coerce.number().int().positive().optional() });

export const GET = route({ action: "view", input }, ({ services, input }) => readHistory(services, input));
