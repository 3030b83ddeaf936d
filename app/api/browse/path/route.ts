import { browsing } from "@/app/_server/browsing";
import { browsedTree } from "@/lib/domain/browse-schema";
import { browsePath } from "@/lib/operations/browse-backup";

export const GET = browsing({ input: browsedTree, told: "once" }, ({ services, input }) => browsePath(services, input));
