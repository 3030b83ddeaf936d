import { z } from "zod";
import { route } from "@/app/_server/route";
import { readAlarm } from "@/lib/operations/read-alarms";

const input = z.object({ name: z.string().min(1).max(255) });

export const GET = route({ action: "view", input }, ({ services, input, now }) => readAlarm(services, input.name, now));
