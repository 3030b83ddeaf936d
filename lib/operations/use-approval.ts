// Before a run is started that two people have to agree on: whether they have, and that they have for this one start.
import type { Approval, NamedPerson } from "@/lib/domain/approval/approval";
import { flawOf, startRefusal } from "@/lib/domain/approval/approval-rules";
import { ACT_VIEW, type TwoPeopleAct, type TwoPeopleRule, twoPeopleFor } from "@/lib/domain/approval/two-people";
import { AppError, hasCode } from "@/lib/domain/errors";
import type { ApprovalId, RunId } from "@/lib/domain/ids";
import type { ApprovedPlan } from "@/lib/domain/restore-plan";
import type { RestoreProposal } from "@/lib/domain/restore-proposal";
import type { ObjectStore } from "@/lib/ports/object-store";
import { readApproval, writeApprovalFile } from "./approval-records";

interface Deps {
  records: ObjectStore;
  twoPeople: TwoPeopleRule;
}

/**
 * Takes up the approval of a start: from then on it is this run's. One that is named is taken up also where none is needed any
 * more, so that it cannot be used later.
 * @returns its id; undefined where one person is enough
 * @throws AppError approval-missing, approval-closed, approval-not-yours, approval-other-plan, approval-unsound, not-found
 */
export async function agreedByTwo(
  { records, twoPeople }: Deps,
  { approval: id, run }: { approval?: ApprovalId; run: RunId },
  { twoPeople: needed, digest }: RestoreProposal,
  person: NamedPerson,
  now: Date,
): Promise<ApprovalId | undefined> {
  if (!id) {
    if (needed) throw missing(needed.act, twoPeople);
    return undefined;
  }
  const check = async () => refuse(startRefusal(await readApproval(records, id), { digest, person, run }, now));
  await check();
  const { id: number, login, role } = person;
  const end = { version: 1, end: "used", run, by: { id: number, login, role }, at: now.toISOString() };
  try {
    await writeApprovalFile(records, id, "end", end);
  } catch (error) {
    if (!hasCode(error, "object-exists")) throw error;
    // Somebody was quicker; or this is the same start once more, whose first answer was lost.
    await check();
  }
  return id;
}

/** A restore of thousands takes a day, and what stopped it may take an owner's hand; in a week what two agreed on is old. */
const RETRY_MS = 7 * 86_400_000;

/**
 * A retry goes on with what two people agreed on, under their word for the first run.
 * @throws AppError approval-missing, approval-unsound
 */
export async function agreedForRetry(
  { records, twoPeople }: Deps,
  { plan, digest, approval: id, retryOf }: ApprovedPlan & { retryOf: RunId },
  now: Date,
): Promise<void> {
  const act = twoPeopleFor(twoPeople, plan);
  if (!act) return;
  if (!id) throw missing(act, twoPeople);
  const approval = await readApproval(records, id);
  const why =
    flawOf(approval, digest, retryOf) ??
    (isOld(approval, now) ? "its run was started more than a week ago" : undefined);
  if (why) throw new AppError("approval-unsound", { id, why });
}

const isOld = ({ end }: Approval, now: Date): boolean => !end || now.getTime() - Date.parse(end.at) > RETRY_MS;

const missing = (act: TwoPeopleAct, rule: TwoPeopleRule) =>
  new AppError("approval-missing", { what: ACT_VIEW[act].meaning(rule) });

function refuse(refusal: AppError | undefined): void {
  if (refusal) throw refusal;
}
