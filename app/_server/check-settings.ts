import "server-only";
import { asAppError } from "@/lib/domain/errors";
import { settings } from "./settings";

/** Ends the process when the settings are not complete: a line per variable at the start, not with the first visitor. */
export function checkSettings(): void {
  try {
    settings();
  } catch (error) {
    const { message, hint, exit } = asAppError(error);
    console.error(`${message}\n${hint}`);
    process.exit(exit);
  }
}
