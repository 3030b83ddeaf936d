"use client";
import type { TableProps } from "@cloudscape-design/components/table";
import { type Approval, approvalState } from "@/lib/domain/approval/approval";
import { ACT_VIEW } from "@/lib/domain/approval/two-people";
import { ApprovalMark } from "../parts/mark";
import { RouteLink } from "../parts/route-link";
import { Ago } from "../parts/times";
import { useNow } from "../shell/clock";

export const APPROVAL_COLUMNS: TableProps.ColumnDefinition<Approval>[] = [
  {
    id: "request",
    header: "Request",
    isRowHeader: true,
    cell: ({ request: { id } }) => <RouteLink href={`/approvals/${id}`}>{id}</RouteLink>,
    minWidth: 225,
  },
  { id: "state", header: "State", cell: (approval) => <State approval={approval} />, minWidth: 245 },
  { id: "what", header: "What", cell: ({ request }) => ACT_VIEW[request.act].label, minWidth: 115 },
  { id: "about", header: "Plan", cell: ({ request }) => request.about, minWidth: 200 },
  { id: "by", header: "Asked for by", cell: ({ request }) => request.by.login, minWidth: 120 },
  { id: "at", header: "Asked", cell: ({ request }) => <Ago at={request.at} />, minWidth: 100 },
  { id: "decided", header: "Decided by", cell: ({ decision }) => decision?.by.login ?? "–", minWidth: 115 },
];

function State({ approval }: { approval: Approval }) {
  return <ApprovalMark state={approvalState(approval, useNow())} />;
}
