import type { AppError } from "@/lib/domain/errors";
import type { Log } from "./log";
import { readableStack } from "./readable-stack";

/** Of an error nobody foresaw, the stack: whoever mends it needs it. The others say themselves what to do. */
export function tellStack({ code, cause }: AppError, log: Log): void {
  if (code !== "unexpected") return;
  log.error("stack", cause instanceof Error ? readableStack(cause) : String(cause));
}
