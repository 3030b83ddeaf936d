import { z } from "zod";
import { route } from "@/app/_server/route";
import { AppError } from "@/lib/domain/errors";

/** Any other address of the API: whoever calls it expects JSON and no page. */
export const GET = route({ action: "view", input: z.looseObject({}) }, async () => {
  throw new AppError("not-found", { what: "this address" });
});
