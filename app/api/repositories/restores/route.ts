import { z } from "zod";
import { route } from "@/app/_server/route";
import { repositoryName } from "@/lib/domain/ids-schema";
import { restoresOf } from "@/lib/operations/restores-of";

const input = z.object({ repository: repositoryName, id: z.coerce.number().int().positive().optional() });

export const GET = route({ action: "view", input }, ({ services, input, now }) => restoresOf(services, input, now));
