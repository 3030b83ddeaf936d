import { z } from "zod";
import { route } from "@/app/_server/route";
import { readRepositories } from "@/lib/operations/read-repositories";

export const GET = route({ action: "view", input: z.object({}) }, ({ services, now }) =>
  readRepositories(services, now),
);
