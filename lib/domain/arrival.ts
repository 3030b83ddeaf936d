// Has a repository's newest backup arrived in the replica? As far as one can say who looks into it once an hour.
import type { LastSafe } from "./coverage";
import { REPLICATION_GRACE_MS } from "./snapshot";

export type Arrival =
  /** There is no backup that could be there. */
  | { state: "none" }
  /** Nobody has looked into the replica yet, or it could not be read. */
  | { state: "unknown" }
  | { state: "arrived"; at: string }
  /** Looked into while the backup could still be on its way; `older` is the newest one that was seen there, by its end. */
  | { state: "awaited"; older?: string }
  /** It should have been there when the replica was looked into, and was not. */
  | { state: "late"; older?: string };

/** @param replicated the newest backup seen in the replica @param looked when the replica was last looked into, ISO 8601 */
export function arrivalOf(
  { safe, replicated }: { safe?: LastSafe; replicated?: LastSafe },
  looked: string | undefined,
): Arrival {
  if (!safe) return { state: "none" };
  if (looked === undefined) return { state: "unknown" };
  if (replicated?.snapshot === safe.snapshot) return { state: "arrived", at: replicated.at };
  const due = Date.parse(looked) >= Date.parse(safe.at) + REPLICATION_GRACE_MS;
  return { state: due ? "late" : "awaited", older: replicated?.at };
}
