import { route } from "@/app/_server/route";
import { snapshotId } from "@/lib/domain/ids-schema";
import { rowQuery } from "@/lib/domain/row-page";
import { compareSnapshots } from "@/lib/operations/compare-snapshots";

const input = rowQuery.extend({ from: snapshotId, to: snapshotId });

export const GET = route({ action: "view", input }, ({ services, input: { from, to, ...query } }) =>
  compareSnapshots(services, { from, to }, query),
);
