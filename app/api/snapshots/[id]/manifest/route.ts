import { z } from "zod";
import { route } from "@/app/_server/route";
import { snapshotId } from "@/lib/domain/ids-schema";
import { side } from "@/lib/domain/side-schema";
import { readManifestSource } from "@/lib/operations/read-snapshot";

const input = z.object({ id: snapshotId, side: side.default("primary") });

/** The manifest byte for byte as it stands in the bucket. */
export const GET = route({ action: "view", input }, async ({ services, input }) => {
  const { text, side: from } = await readManifestSource(services, input.id, input.side);
  return new Response(text, {
    headers: {
      "content-type": "application/json; charset=utf-8",
      "cache-control": "no-store",
      "x-holdfast-side": from,
    },
  });
});
