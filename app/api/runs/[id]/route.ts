import { z } from "zod";
import { route } from "@/app/_server/route";
import { attachment } from "@/lib/domain/download";
import { runId } from "@/lib/domain/ids-schema";
import { openRun } from "@/lib/operations/open-run";

const input = z.object({ id: runId, download: z.literal("1").optional() });

/** A run as its page shows it; with `?download=1` its record as a file: the report. */
export const GET = route({ action: "view", input }, async ({ services, input: { id, download }, now }) => {
  const run = await openRun(services, id, now);
  if (!download) return run;
  return new Response(`${JSON.stringify(run.record, null, 2)}\n`, {
    headers: {
      "content-type": "application/json",
      "content-disposition": attachment(`holdfast-run-${id}.json`),
      "cache-control": "no-store",
    },
  });
});
