import { z } from "zod";
import { route } from "@/app/_server/route";
import { snapshotId } from "@/lib/domain/ids";
import { compareSnapshots } from "@/lib/operations/compare-snapshots";

const input = z.object({ from: snapshotId, to: snapshotId });

export const GET = route({ action: "view", input }, ({ services, input }) => compareSnapshots(services, input));
