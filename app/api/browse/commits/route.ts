import { browsing } from "@/app/_server/browsing";
import { browsedCommits } from "@/lib/domain/browse-schema";
import { browseCommits } from "@/lib/operations/browse-backup";

export const GET = browsing({ input: browsedCommits, told: "once" }, ({ services, input }) =>
  browseCommits(services, input),
);
