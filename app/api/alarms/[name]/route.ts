import { z } from "zod";
import { route } from "@/app/_server/route";
import { alarmName } from "@/lib/domain/ids-schema";
import { readAlarm } from "@/lib/operations/read-alarms";

const input = z.object({ name: alarmName });

export const GET = route({ action: "view", input }, ({ services, input, now }) => readAlarm(services, input.name, now));
