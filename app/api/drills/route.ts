import { z } from "zod";
import { route } from "@/app/_server/route";
import { readDrillsNow } from "@/lib/operations/read-drills";

export const GET = route({ action: "view", input: z.object({}) }, ({ services, now }) => readDrillsNow(services, now));
