import { route } from "@/app/_server/route";
import { downloadInput } from "@/lib/domain/download";
import { issueDownload } from "@/lib/operations/issue-download";

/** Whoever holds the address can read the bundle until it expires: so each one given out is in the console's log. */
export const POST = route(
  { action: "download a backup", input: downloadInput },
  async ({ services, input, session }) => {
    const issued = await issueDownload(services, input);
    if (issued.kind === "ready") {
      const { bucket, key, versionId, expiresSeconds } = issued;
      const what = { event: "download", by: session.login, bucket, key, versionId, expiresSeconds };
      console.info(JSON.stringify({ level: "info", ...what }));
    }
    return issued;
  },
);
