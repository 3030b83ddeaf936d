import { browsing } from "@/app/_server/browsing";
import { browsedCommits } from "@/lib/domain/browse";
import { browseCommits } from "@/lib/operations/browse-backup";

export const GET = browsing({ input: browsedCommits, told: "once" }, ({ services, input }) =>
  browseCommits(services, input),
);
