import { FINDING_AREA_LABEL, FINDING_VIEW, type Finding, verdictOf } from "@/lib/domain/doctor/finding";
import { type Examine, examine } from "@/lib/operations/examine";
import type { Log } from "../log";

/** @returns the exit code: 1 when something does not work as promised, 0 otherwise */
export async function doctor(deps: Examine, { log, now }: { log: Log; now: () => Date }): Promise<number> {
  const findings = await examine(deps, now());
  for (const finding of findings) tell(finding, log);
  const problems = findings.filter(({ state }) => state === "problem").length;
  log.info("doctor", verdictOf(findings), { problems, findings: findings.length });
  return problems > 0 ? 1 : 0;
}

function tell({ area, subject, state, text, hint }: Finding, log: Log): void {
  const level = state === "problem" ? "error" : state === "ok" ? "info" : "warn";
  const mark = state === "ok" ? "" : `${FINDING_VIEW[state].label}: `;
  log[level]("finding", `${FINDING_AREA_LABEL[area]}: ${subject}: ${mark}${text}`, {
    area,
    subject,
    state,
    text,
    hint,
  });
}
