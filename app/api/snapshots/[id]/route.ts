import { z } from "zod";
import { route } from "@/app/_server/route";
import { sharedSnapshot } from "@/app/_server/shared-reads";
import { snapshotId } from "@/lib/domain/ids-schema";
import { side } from "@/lib/domain/side-schema";

const input = z.object({ id: snapshotId, side: side.default("primary") });

export const GET = route({ action: "view", input }, ({ services, input }) =>
  sharedSnapshot(services, input.id, input.side),
);
