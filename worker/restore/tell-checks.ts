import type { CheckState } from "@/lib/domain/preflight-check";
import type { Begun } from "./restore-context";

const MARK: Record<CheckState, string> = { ok: "ok     ", warning: "warning", refused: "refused", unknown: "unknown" };

/** `--check`: what GitHub said, in words, for whoever asked on a command line. */
export function tellChecks({ report, print, log, recorder }: Begun): void {
  const lines = report.checks.flatMap(({ state, text, hint }) => [
    `${MARK[state]}  ${text}`,
    ...(hint && state !== "ok" ? [`         ${hint}`] : []),
  ]);
  print(lines.length > 0 ? lines.join("\n") : "GitHub need not be asked for this.");
  log.info("checked", `nothing was created; run ${recorder.run} keeps the answers`);
}
