import { z } from "zod";
import { route } from "@/app/_server/route";
import { SHORTEST_SEARCH } from "@/lib/domain/catalogue/search-results";
import { search } from "@/lib/operations/search";

const input = z.object({ find: z.string().trim().min(SHORTEST_SEARCH).max(250) });

export const GET = route({ action: "view", input }, ({ services, input, now }) => search(services, input.find, now));
