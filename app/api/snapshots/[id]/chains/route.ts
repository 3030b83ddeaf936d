import { z } from "zod";
import { route } from "@/app/_server/route";
import { snapshotId } from "@/lib/domain/ids-schema";
import { side } from "@/lib/domain/side-schema";
import { readChains } from "@/lib/operations/read-entries";

const input = z.object({ id: snapshotId, side: side.default("primary") });

export const GET = route({ action: "view", input }, ({ services, input }) =>
  readChains(services, input.id, input.side),
);
