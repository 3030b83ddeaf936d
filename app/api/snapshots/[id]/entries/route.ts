import { route } from "@/app/_server/route";
import { snapshotId } from "@/lib/domain/ids-schema";
import { rowQuery } from "@/lib/domain/row-page";
import { side } from "@/lib/domain/side-schema";
import { readEntries } from "@/lib/operations/read-entries";

const input = rowQuery.extend({ id: snapshotId, side: side.default("primary") });

export const GET = route({ action: "view", input }, ({ services, input: { id, side: wanted, ...query } }) =>
  readEntries(services, id, wanted, query),
);
