import { browsing } from "@/app/_server/browsing";
import { streamOf } from "@/app/_server/stream-of";
import { browsedPlace } from "@/lib/domain/browse-schema";
import { attachment } from "@/lib/domain/download";
import { browseFile } from "@/lib/operations/browse-backup";

/** A file byte for byte, to be saved: whatever is in it, no browser shows it as a page of the console. */
export const GET = browsing(
  { input: browsedPlace, told: "each time", what: ({ path, ref }) => `${path} at ${ref}` },
  async ({ services, input }) => {
    const { name, sizeBytes, body } = await browseFile(services, input);
    return new Response(streamOf(body), {
      headers: {
        "content-type": "application/octet-stream",
        "content-length": String(sizeBytes),
        "content-disposition": attachment(name),
        "x-content-type-options": "nosniff",
        "cache-control": "no-store",
      },
    });
  },
);
