import { act } from "@/app/_server/route";
import { downloadInput, type IssuedDownload } from "@/lib/domain/download";
import { issueDownload } from "@/lib/operations/issue-download";

/** Whoever holds the address can read the bundle until it expires: so each one that is given out is told with its version. */
export const POST = act(
  {
    action: "download a backup",
    input: downloadInput,
    about: (input) =>
      "run" in input ? { run: input.run } : { about: `${input.repository} of ${input.snapshot}, ${input.source}` },
    done: (issued: IssuedDownload) =>
      issued.kind === "ready"
        ? { about: `${issued.bucket}/${issued.key}${issued.versionId ? `?versionId=${issued.versionId}` : ""}` }
        : { about: "no address: the repository lies in several bundles" },
  },
  ({ services, input, session }) => issueDownload({ ...services, person: session.login }, input),
);
