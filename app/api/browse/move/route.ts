import { z } from "zod";
import { browsing } from "@/app/_server/browsing";
import { browsed } from "@/lib/domain/browse-schema";
import { judgeMoves } from "@/lib/operations/judge-moves";

const oid = z.string().regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/, "must be a whole object id");
const input = browsed.extend({ before: oid, after: oid });

/** Whether the history before a ref's move is still in the history after it. */
export const GET = browsing({ input, told: "once" }, ({ services, input: { before, after, ...where } }) =>
  judgeMoves(services, where, [{ old: before, new: after }]),
);
