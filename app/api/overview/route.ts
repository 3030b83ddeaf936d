import { z } from "zod";
import { route } from "@/app/_server/route";
import { readOverview } from "@/lib/operations/read-overview";

export const GET = route({ action: "view", input: z.object({}) }, ({ services, now }) => readOverview(services, now));
