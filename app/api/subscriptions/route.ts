import { z } from "zod";
import { route } from "@/app/_server/route";
import { sharedHearings } from "@/app/_server/shared-reads";

export const GET = route({ action: "view", input: z.object({}) }, ({ services }) => sharedHearings(services));
