import { flawOf } from "@/lib/domain/approval/approval-rules";
import { ACT_VIEW, twoPeopleFor } from "@/lib/domain/approval/two-people";
import { AppError, hasCode } from "@/lib/domain/errors";
import { readApproval } from "@/lib/operations/approval-records";
import { twoPeopleRuleOf } from "@/lib/two-people-variables";
import type { Agreed } from "./agreed";
import type { RestoreContext } from "./restore-context";

/**
 * What two people have to agree on by this task's own settings is not begun without their word, whoever has started the task.
 * An approval that the plan names is looked at in any case.
 * @throws AppError approval-missing, approval-unsound, and storage-*
 */
export async function checkApproval(
  context: RestoreContext,
  { plan, digest, origin, approval: id, checkOnly }: Agreed,
) {
  if (checkOnly) return;
  const rule = twoPeopleRuleOf(context.env);
  const act = twoPeopleFor(rule, plan);
  const { records } = context.services;
  if (!id || !records) {
    if (act) throw new AppError("approval-missing", { what: ACT_VIEW[act].meaning(rule) });
    return;
  }
  const why = await readApproval(records, id).then(
    (approval) => flawOf(approval, digest, origin),
    (error: unknown) => {
      if (!hasCode(error, "not-found", "record-invalid")) throw error;
      return error.message;
    },
  );
  if (why) throw new AppError("approval-unsound", { id, why });
}
