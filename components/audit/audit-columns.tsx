"use client";
import Popover from "@cloudscape-design/components/popover";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { TableProps } from "@cloudscape-design/components/table";
import type { AuditRow } from "@/lib/domain/audit/audit-row";
import { accountName } from "@/lib/domain/person-id";
import { AuditMark } from "../parts/mark";
import { capital } from "../parts/problem";
import { RouteLink } from "../parts/route-link";
import { Exact } from "../parts/times";

export const AUDIT_COLUMNS: TableProps.ColumnDefinition<AuditRow>[] = [
  { id: "at", header: "When", cell: ({ at }) => <Exact at={at} />, minWidth: 245 },
  {
    id: "who",
    header: "Who",
    isRowHeader: true,
    cell: ({ who, id, role }) => (
      <span title={id ? `${accountName(id)}${role ? `, ${role}` : ""}` : undefined}>{who}</span>
    ),
    minWidth: 150,
  },
  { id: "action", header: "What", cell: ({ action }) => capital(action), minWidth: 170 },
  { id: "about", header: "About", cell: (row) => <About row={row} />, minWidth: 240 },
  { id: "result", header: "Result", cell: (row) => <Result row={row} />, minWidth: 120 },
  { id: "address", header: "From", cell: ({ address }) => address ?? "–", minWidth: 130 },
];

function About({ row: { about, run, approval, secrets } }: { row: AuditRow }) {
  if (!about && !run && !approval && !secrets) return <>–</>;
  return (
    // A finger has to meet the one link and not the other.
    <SpaceBetween size="xxs">
      {about}
      {run && <RouteLink href={`/runs/${run}`}>{run}</RouteLink>}
      {approval && (
        <div>
          <RouteLink href={`/approvals/${approval.id}`}>Asked for by {approval.asked_by.login}</RouteLink>
          {approval.approved_by && `, approved by ${approval.approved_by.login}`}
        </div>
      )}
      {secrets?.map((name) => (
        <div key={name}>Reads the secret {name}</div>
      ))}
    </SpaceBetween>
  );
}

/** Why, and the reference that the person was shown. */
function Result({ row }: { row: AuditRow }) {
  if (!row.detail) return <AuditMark result={row.result} />;
  return (
    <Popover content={`${capital(row.detail)}. Reference ${row.request}.`} triggerType="text" dismissButton={false}>
      <AuditMark result={row.result} />
    </Popover>
  );
}
