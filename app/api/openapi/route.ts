import { z } from "zod";
import { theDocument } from "@/app/_server/api/the-document";
import { route } from "@/app/_server/route";

export const GET = route({ action: "view", input: z.object({}) }, async () => theDocument());
