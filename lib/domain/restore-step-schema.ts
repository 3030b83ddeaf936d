// A step of a restore, as plans and receipts name it.
import { z } from "zod";
import { RESTORE_STEPS } from "./restore-steps";

export const restoreStep = z.enum(RESTORE_STEPS);
