import { z } from "zod";
import { route } from "@/app/_server/route";
import { attachment } from "@/lib/domain/download";
import { readAuditPage } from "@/lib/operations/read-audit";

const day = z.iso.date();
const input = z.object({ from: day.optional(), until: day.optional(), download: z.literal("1").optional() });

/** The newest days, or those up to `until`. With `?download=1` every entry since `from` as JSON, one a line, oldest first. */
export const GET = route({ action: "read the audit trail", input }, async ({ services, input, now }) => {
  const { from, until, download } = input;
  if (!download) return readAuditPage(services.audits, { until });
  const { entries } = await services.audits.read({ from, until });
  const lines = entries.reverse().map((entry) => `${JSON.stringify(entry)}\n`);
  return new Response(lines.join(""), {
    headers: {
      "content-type": "application/x-ndjson; charset=utf-8",
      "content-disposition": attachment(`holdfast-audit-${from ?? "all"}-${now.toISOString().slice(0, 10)}.jsonl`),
      "cache-control": "no-store",
    },
  });
});
