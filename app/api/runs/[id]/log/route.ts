import { Readable } from "node:stream";
import { z } from "zod";
import { route } from "@/app/_server/route";
import { attachment } from "@/lib/domain/download";
import { runId } from "@/lib/domain/ids-schema";
import { readRunLog, runLogText } from "@/lib/operations/read-run-log";

const input = z.object({ id: runId, cursor: z.string().max(500).optional(), download: z.literal("1").optional() });

/** Lines after the cursor; with `?download=1` the whole log as a text file. */
export const GET = route({ action: "view", input }, async ({ services, input: { id, cursor, download } }) => {
  if (!download) return readRunLog(services, id, cursor);
  const text = Readable.toWeb(Readable.from(await runLogText(services, id))) as ReadableStream;
  return new Response(text.pipeThrough(new TextEncoderStream()), {
    headers: {
      "content-type": "text/plain; charset=utf-8",
      "content-disposition": attachment(`holdfast-run-${id}.log`),
      "cache-control": "no-store",
    },
  });
});
