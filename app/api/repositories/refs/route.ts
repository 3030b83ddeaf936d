import { z } from "zod";
import { route } from "@/app/_server/route";
import { repositoryName } from "@/lib/domain/ids-schema";
import { readRefHistory } from "@/lib/operations/read-ref-history";

const input = z.object({
  repository: repositoryName,
  id: z.coerce.number().int().positive().optional(),
  find: z.string().max(250).optional(),
});

export const GET = route({ action: "view", input }, ({ services, input }) => readRefHistory(services, input));
