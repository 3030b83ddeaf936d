// What each role was asked for, and by which statement it was let through: for the report that holds grants against their use.
// Written only where a directory is named, each process into a file of its own, each answer once.
import { appendFileSync, mkdirSync } from "node:fs";
import path from "node:path";

/** Names the directory. */
export const GRANT_LOG = "SANDBOX_GRANT_LOG";

const written = new Set<string>();

/** `statement`: the Sid that allowed it; undefined where nothing did. */
export function noteDecision(role: string, action: string, statement: string | undefined): void {
  const directory = process.env[GRANT_LOG];
  if (!directory) return;
  const line = JSON.stringify({ role, action, statement });
  if (written.has(line)) return;
  written.add(line);
  mkdirSync(directory, { recursive: true });
  appendFileSync(path.join(directory, `${process.pid}.jsonl`), `${line}\n`);
}
