import { z } from "zod";
import { route } from "@/app/_server/route";
import { snapshotId } from "@/lib/domain/ids";
import { side } from "@/lib/domain/snapshot";
import { readSnapshot } from "@/lib/operations/read-snapshot";

const input = z.object({ id: snapshotId, side: side.default("primary") });

export const GET = route({ action: "view", input }, ({ services, input, now }) =>
  readSnapshot(services, input.id, input.side, now),
);
