import { browsing } from "@/app/_server/browsing";
import { browsed } from "@/lib/domain/browse-schema";
import { openRepository } from "@/lib/operations/browse-backup";

/** How far it is from being looked into; makes it begin. */
export const GET = browsing({ input: browsed, told: "once" }, ({ services, input }) => openRepository(services, input));
