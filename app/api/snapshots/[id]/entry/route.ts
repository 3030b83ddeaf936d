import { z } from "zod";
import { route } from "@/app/_server/route";
import { repositoryName, snapshotId } from "@/lib/domain/ids-schema";
import { side } from "@/lib/domain/side-schema";
import { readEntry } from "@/lib/operations/read-snapshot";

const input = z.object({ id: snapshotId, repository: repositoryName, side: side.default("primary") });

export const GET = route({ action: "view", input }, ({ services, input }) =>
  readEntry(services, input.id, input.repository, input.side),
);
