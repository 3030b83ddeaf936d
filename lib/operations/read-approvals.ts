import { type Approval, isOpen } from "@/lib/domain/approval/approval";
import type { ApprovalPage, OpenedApproval } from "@/lib/domain/approval/approval-views";
import { MOST_APPROVAL_HOURS } from "@/lib/domain/approval/two-people";
import { hasCode, type Problem, problemOf } from "@/lib/domain/errors";
import { type ApprovalId, runIdTime } from "@/lib/domain/ids";
import type { ObjectStore } from "@/lib/ports/object-store";
import { listApprovalIds, readApproval, readApprovalPlan } from "./approval-records";
import { planDigest } from "./digest";
import { inParallel } from "./in-parallel";
import { type PlanRestore, proposeAsApproved } from "./plan-restore";

interface Deps extends PlanRestore {
  records: ObjectStore;
}

type Unreadable = ApprovalPage["unreadable"][number];

const READS_AT_ONCE = 12;

/** One page of requests, newest first. */
export async function listApprovals(
  { records }: Pick<Deps, "records">,
  { limit, before }: { limit: number; before?: ApprovalId },
): Promise<ApprovalPage> {
  const all = await listApprovalIds(records);
  const rest = before === undefined ? all : all.filter((id) => id < before);
  const ids = rest.slice(0, limit);
  return { ...(await readAll(records, ids)), next: rest.length > ids.length ? ids.at(-1) : undefined };
}

/** Those of which something can still come. None is older than the longest a request may live. */
export async function listOpenApprovals({ records }: Pick<Deps, "records">, now: Date): Promise<ApprovalPage> {
  const oldest = now.getTime() - LONGEST_MS;
  const ids = (await listApprovalIds(records)).filter((id) => runIdTime(id).getTime() > oldest);
  const { approvals, unreadable } = await readAll(records, ids);
  return { approvals: approvals.filter((each) => isOpen(each, now)), unreadable };
}

/** As the setting has it at most, and the minutes by which a browser's clock may be wrong. */
const LONGEST_MS = (MOST_APPROVAL_HOURS + 1) * 3_600_000;

/** A request with its plan; while it is open, whether the plan could still be started. @throws AppError not-found, record-invalid */
export async function openApproval(deps: Deps, id: ApprovalId, now: Date): Promise<OpenedApproval> {
  const [approval, plan] = await Promise.all([readApproval(deps.records, id), readApprovalPlan(deps.records, id)]);
  const { plan_digest: digest } = approval.request;
  const intact = planDigest(plan) === digest;
  const outdated = isOpen(approval, now) ? await problemWith(proposeAsApproved(deps, plan.request, digest)) : undefined;
  return { ...approval, plan, intact, outdated };
}

const OUTDATED = "It can no longer be started as it is. Make the restore's plan anew, and ask for that.";

/** Another plan is the end of a request; what else is in the way, such as storage that does not answer, says itself what helps. */
async function problemWith(proposal: Promise<unknown>): Promise<Problem | undefined> {
  return proposal.then(
    () => undefined,
    (error) => (hasCode(error, "plan-changed") ? { ...problemOf(error), hint: OUTDATED } : problemOf(error)),
  );
}

async function readAll(records: ObjectStore, ids: ApprovalId[]): Promise<Omit<ApprovalPage, "next">> {
  const read = await inParallel(ids, READS_AT_ONCE, async (id): Promise<Approval | Unreadable | undefined> => {
    try {
      return await readApproval(records, id);
    } catch (error) {
      // What has no request does not exist: somebody was cut off while asking.
      return hasCode(error, "not-found") ? undefined : { id, problem: problemOf(error) };
    }
  });
  return {
    approvals: read.filter((each): each is Approval => each !== undefined && "request" in each),
    unreadable: read.filter((each): each is Unreadable => each !== undefined && "problem" in each),
  };
}
