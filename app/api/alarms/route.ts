import { z } from "zod";
import { route } from "@/app/_server/route";
import { readAlarms } from "@/lib/operations/read-alarms";

export const GET = route({ action: "view", input: z.object({}) }, ({ services, now }) => readAlarms(services, now));
