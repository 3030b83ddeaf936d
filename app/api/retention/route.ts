import { z } from "zod";
import { route } from "@/app/_server/route";
import { readRetention } from "@/lib/operations/read-retention";

export const GET = route({ action: "view", input: z.object({}) }, ({ services }) => readRetention(services));
