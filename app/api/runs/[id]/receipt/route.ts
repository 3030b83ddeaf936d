import { z } from "zod";
import { route } from "@/app/_server/route";
import { runId } from "@/lib/domain/ids";
import { readReceipt } from "@/lib/operations/run-records";

const input = z.object({ id: runId, download: z.literal("1").optional() });

/** With `?download=1` as a file, for whoever keeps the evidence. */
export const GET = route({ action: "view", input }, async ({ services, input }) => {
  const receipt = await readReceipt(services.records, input.id);
  if (!input.download) return receipt;
  return new Response(`${JSON.stringify(receipt, null, 2)}\n`, {
    headers: {
      "content-type": "application/json; charset=utf-8",
      "content-disposition": `attachment; filename="holdfast-receipt-${input.id}.json"`,
      "cache-control": "no-store",
    },
  });
});
