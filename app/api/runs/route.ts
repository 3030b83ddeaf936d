import { z } from "zod";
import { act, route } from "@/app/_server/route";
import { nameOf } from "@/app/_server/session";
import { bothOf } from "@/lib/domain/audit/audit-approval";
import type { AuditSubject } from "@/lib/domain/audit/audit-entry";
import { wordsForFirst } from "@/lib/domain/backup-run";
import { AppError } from "@/lib/domain/errors";
import { describeHold } from "@/lib/domain/hold-run";
import type { ApprovalId } from "@/lib/domain/ids";
import { runId } from "@/lib/domain/ids-schema";
import { actionOf } from "@/lib/domain/restore-action";
import { type StartRunInput, startRunInput } from "@/lib/domain/restore-proposal";
import { destinationOf, subjectOf } from "@/lib/domain/restore-words";
import type { Act } from "@/lib/domain/role";
import { readApproval } from "@/lib/operations/approval-records";
import { listRuns } from "@/lib/operations/list-runs";
import { readPlan } from "@/lib/operations/run-records";
import { startRun } from "@/lib/operations/start-run";
import type { ObjectStore } from "@/lib/ports/object-store";

const page = z.object({ limit: z.coerce.number().int().min(1).max(200).default(50), before: runId.optional() });

export const GET = route({ action: "view", input: page }, ({ services, input, now }) => listRuns(services, input, now));

export const POST = act(
  {
    action: ({ kind }) => ACTION_OF[kind],
    // What is started again must be allowed as if it were started for the first time. Nobody gets here without being an
    // operator: not even to learn whether a plan exists.
    besides: async ({ services, input }) => {
      if (input.kind === "restore") return actionOf(input.request);
      if (input.kind === "retry") return actionOf((await readPlan(services.records, input.of)).plan.request);
      return ACTION_OF[input.kind];
    },
    input: startRunInput,
    about: aboutRun,
    more: async ({ services, input }) => {
      const id = await approvalOf(services.records, input);
      return id ? { approval: bothOf(await readApproval(services.records, id)) } : {};
    },
  },
  async ({ services, input, session, now }) => {
    if (session.token && input.kind === "restore" && input.approval)
      throw new AppError("api-token-not-here", { action: "start what two people have agreed on" });
    return startRun(services, input, { ...session, login: nameOf(session) }, now);
  },
);

const ACTION_OF: Record<StartRunInput["kind"], Act> = {
  backup: "start a backup",
  verify: "start a proof",
  drill: "start a drill",
  hold: "hold a snapshot",
  restore: "restore a repository",
  retry: "restore a repository",
};

/** What two people have agreed on, where the start names it; a retry goes on under that of the first run. */
async function approvalOf(records: ObjectStore, input: StartRunInput): Promise<ApprovalId | undefined> {
  if (input.kind === "restore") return input.approval;
  return input.kind === "retry" ? (await readPlan(records, input.of)).approval : undefined;
}

function aboutRun(input: StartRunInput): AuditSubject {
  const { run } = input;
  switch (input.kind) {
    case "restore": {
      const { request, digest, checkOnly } = input;
      const words = `${subjectOf(request)} → ${destinationOf(request)}`;
      return { run, plan_digest: digest, about: checkOnly ? `only check: ${words}` : words };
    }
    case "backup":
      return { run, ...(input.request ? { about: `${wordsForFirst(input.request.first)} first` } : {}) };
    case "hold":
      return { run, about: `${describeHold(input.request)}: ${input.request.why}` };
    case "retry":
      return { run, about: `goes on with run ${input.of}` };
    default:
      return { run };
  }
}
