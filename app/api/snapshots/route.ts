import { z } from "zod";
import { route } from "@/app/_server/route";
import { sharedSnapshots } from "@/app/_server/shared-reads";
import { snapshotId } from "@/lib/domain/ids-schema";

const input = z.object({ limit: z.coerce.number().int().min(1).max(500).default(60), before: snapshotId.optional() });

export const GET = route({ action: "view", input }, ({ services, input }) => sharedSnapshots(services, input));
