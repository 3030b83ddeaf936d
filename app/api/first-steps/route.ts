import { z } from "zod";
import { route } from "@/app/_server/route";
import { readFirstSteps } from "@/lib/operations/read-first-steps";

export const GET = route({ action: "view", input: z.object({}) }, ({ services, now }) => readFirstSteps(services, now));
