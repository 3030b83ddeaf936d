// Which bucket, as records say it and requests ask it.
import { z } from "zod";
import { SIDES } from "./snapshot";

export const side = z.enum(SIDES);
