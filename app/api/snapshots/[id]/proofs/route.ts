import { z } from "zod";
import { route } from "@/app/_server/route";
import { repositoryName, snapshotId } from "@/lib/domain/ids-schema";
import { side } from "@/lib/domain/side-schema";
import { readProofs } from "@/lib/operations/read-proofs";

const input = z.object({ id: snapshotId, side: side.default("primary"), repository: repositoryName.optional() });

export const GET = route({ action: "view", input }, ({ services, input }) =>
  readProofs(services, input.id, input.side, input.repository),
);
