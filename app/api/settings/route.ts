import { z } from "zod";
import { route } from "@/app/_server/route";
import { readSettings } from "@/lib/operations/read-settings";

export const GET = route({ action: "view", input: z.object({}) }, ({ services, now }) => readSettings(services, now));
