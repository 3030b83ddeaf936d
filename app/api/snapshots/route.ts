import { z } from "zod";
import { route } from "@/app/_server/route";
import { snapshotId } from "@/lib/domain/ids";
import { listSnapshots } from "@/lib/operations/list-snapshots";

const input = z.object({ limit: z.coerce.number().int().min(1).max(500).default(60), before: snapshotId.optional() });

export const GET = route({ action: "view", input }, ({ services, input, now }) => listSnapshots(services, input, now));
