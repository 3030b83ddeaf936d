import { z } from "zod";
import { route } from "@/app/_server/route";
import { repositoryName, snapshotId } from "@/lib/domain/ids-schema";
import { compareRepository } from "@/lib/operations/compare-repository";

const input = z.object({
  from: snapshotId,
  to: snapshotId,
  repository: repositoryName,
  id: z.coerce.number().int().positive().optional(),
});

export const GET = route({ action: "view", input }, ({ services, input }) => compareRepository(services, input));
