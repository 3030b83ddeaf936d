import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { type Approval, type ApprovalRequest, isOpen } from "@/lib/domain/approval/approval";
import type {
  ApprovalPage,
  AskApprovalInput,
  DecideApprovalInput,
  OpenedApproval,
} from "@/lib/domain/approval/approval-views";
import { getJson, postJson } from "../http";
import { POLL_MS, poll } from "../polling";

export const APPROVALS_PER_PAGE = 50;

export const approvalsQuery = () =>
  infiniteQueryOptions({
    queryKey: ["approvals"],
    queryFn: ({ pageParam, signal }) =>
      getJson<ApprovalPage>("/api/approvals", { limit: APPROVALS_PER_PAGE, before: pageParam || undefined }, signal),
    initialPageParam: "",
    getNextPageParam: (page) => page.next,
    refetchInterval: poll(() => POLL_MS.idleList),
  });

/** Those of which something can still come: asked by every page of whoever may act. */
export const openApprovalsQuery = () =>
  queryOptions({
    queryKey: ["approvals-open"],
    queryFn: ({ signal }) => getJson<ApprovalPage>("/api/approvals", { open: 1 }, signal),
    refetchInterval: poll<ApprovalPage>(() => POLL_MS.idleList),
  });

export const approvalInterval = (approval: Approval | undefined): number | false =>
  approval && !isOpen(approval, new Date()) ? false : POLL_MS.busyList;

export const approvalQuery = (id: string) =>
  queryOptions({
    queryKey: ["approval", id],
    queryFn: ({ signal }) => getJson<OpenedApproval>(`/api/approvals/${id}`, {}, signal),
    refetchInterval: poll<OpenedApproval>(approvalInterval),
  });

export const askApproval = (input: AskApprovalInput): Promise<ApprovalRequest> =>
  postJson<ApprovalRequest>("/api/approvals", input);

export const decideApproval = ({ id, ...input }: DecideApprovalInput): Promise<Approval> =>
  postJson<Approval>(`/api/approvals/${id}/decide`, input);

export const withdrawApproval = (id: string): Promise<Approval> => postJson<Approval>(`/api/approvals/${id}/withdraw`);
