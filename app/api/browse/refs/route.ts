import { browsing } from "@/app/_server/browsing";
import { browsedRefs } from "@/lib/domain/browse-schema";
import { browseRefs } from "@/lib/operations/browse-backup";

export const GET = browsing({ input: browsedRefs, told: "once" }, ({ services, input }) => browseRefs(services, input));
