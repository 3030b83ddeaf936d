import { confirmationFor } from "@/lib/domain/confirmation";
import { AppError } from "@/lib/domain/errors";
import { formatBytes, plural } from "@/lib/domain/format";
import type { RestorePlan } from "@/lib/domain/restore-plan";
import { makeRestorePlan } from "@/lib/operations/make-restore-plan";
import { readPlan } from "@/lib/operations/run-records";
import { sidesOf } from "./agree-plan";
import type { RestoreContext } from "./restore-context";

/** Named one by one up to here; a batch may have thousands. */
const MOST_NAMED = 50;

/** `--dry-run`: the plan in words; nothing is asked of GitHub, nothing is written. @returns the exit code */
export async function printPlan(context: RestoreContext): Promise<number> {
  const { asked, services, print, log } = context;
  const before = asked.retryOf && services.records ? await readPlan(services.records, asked.retryOf) : undefined;
  const request = asked.request ?? before?.plan.request;
  if (!request) throw new AppError("input-invalid", { problem: "--dry-run needs what to restore; see --help" });
  const { plan, digest, notices } = await makeRestorePlan(sidesOf(context), request, new Set());
  for (const notice of notices) log.warn("other-bucket", notice);
  print([`plan ${digest}`, ...linesOf(plan)].join("\n"));
  return 0;
}

function linesOf(plan: RestorePlan): string[] {
  const { items, refused, totalBytes, estimate } = plan;
  const confirmation = confirmationFor(plan);
  const many = plan.request.kind === "batch";
  return [
    ...plan.steps.map(({ text }, index) => `${String(index + 1).padStart(3)}. ${text}`),
    ...(many ? some(items.map(({ repository, target }) => `  ${repository} -> ${target}`)) : []),
    ...some(refused.map(({ repository, problem }) => `  refused: ${repository}: ${problem.message}`)),
    ...plan.notRestored.map((each) => `  not restored: ${each}`),
    ...plan.warnings.map((each) => `  warning: ${each}`),
    `  ${plural(items.length, "repository", "repositories")}, ${formatBytes(totalBytes)} to read; ${estimate.basis}`,
    ...(confirmation ? [`  to be typed in the console: ${confirmation}`] : []),
  ];
}

function some(lines: string[]): string[] {
  if (lines.length <= MOST_NAMED) return lines;
  return [...lines.slice(0, MOST_NAMED), `  and ${lines.length - MOST_NAMED} more`];
}
