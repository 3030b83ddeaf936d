import { z } from "zod";
import { route } from "@/app/_server/route";
import { attachment } from "@/lib/domain/download";
import { repositoryName, runId } from "@/lib/domain/ids-schema";
import { openReceipt, receiptFile } from "@/lib/operations/open-receipt";

const input = z.object({ run: runId, target: repositoryName.optional(), download: z.literal("1").optional() });

/** With `?download=1` as a file, for whoever keeps the evidence. */
export const GET = route({ action: "view", input }, async ({ services, input: { run, target, download } }) => {
  if (!download) return openReceipt(services.records, run, target);
  const name = ["holdfast-receipt", run, ...(target ? [target.replace("/", "--")] : [])].join("-");
  return new Response(await receiptFile(services.records, run, target), {
    headers: {
      "content-type": "application/json; charset=utf-8",
      "content-disposition": attachment(`${name}.json`),
      "cache-control": "no-store",
    },
  });
});
