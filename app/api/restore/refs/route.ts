import { z } from "zod";
import { route } from "@/app/_server/route";
import { repositoryName, snapshotId } from "@/lib/domain/ids-schema";
import { side } from "@/lib/domain/side-schema";
import { listRefs } from "@/lib/operations/list-refs";

const input = z.object({
  snapshot: snapshotId,
  source: side,
  repository: repositoryName,
  find: z.string().max(200).optional(),
});

export const GET = route({ action: "view", input }, ({ services, input }) => listRefs(services, input));
