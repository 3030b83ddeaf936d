"use client";
import type { TableProps } from "@cloudscape-design/components/table";
import { SCOPE_VIEW } from "@/lib/domain/api-token/token-scope";
import type { TokenRow } from "@/lib/domain/api-token/token-views";
import { TokenMark } from "../parts/mark";
import { ProblemLines } from "../parts/problem";
import { Ago, Exact } from "../parts/times";
import { TokenActions } from "./token-actions";

export const TOKEN_COLUMNS: TableProps.ColumnDefinition<TokenRow>[] = [
  {
    id: "name",
    header: "Token",
    isRowHeader: true,
    cell: ({ name, id }) => (
      <>
        {name}
        <div>
          <code>hf_{id}_…</code>
        </div>
      </>
    ),
    minWidth: 170,
  },
  { id: "state", header: "State", cell: (row) => <State row={row} />, minWidth: 220 },
  {
    id: "scope",
    header: "Scope",
    cell: ({ scope }) => <span title={SCOPE_VIEW[scope].explanation}>{SCOPE_VIEW[scope].label}</span>,
    minWidth: 90,
  },
  {
    id: "by",
    header: "Made by",
    cell: ({ made_by, made_at }) => (
      <>
        {made_by.login}
        <div>
          <Ago at={made_at} />
        </div>
      </>
    ),
    minWidth: 110,
  },
  { id: "until", header: "Ends", cell: ({ expires_at }) => <Exact at={expires_at} />, minWidth: 150 },
  { id: "used", header: "Last used (UTC)", cell: ({ used }) => used ?? "Never", minWidth: 125 },
  { id: "actions", header: "Actions", cell: (row) => <TokenActions row={row} />, minWidth: 130 },
];

function State({ row: { state, problem, approved, revoked } }: { row: TokenRow }) {
  return (
    <>
      <TokenMark state={state} />
      {approved && <div>Approved by {approved.by.login}</div>}
      {revoked && (
        <div>
          By {revoked.by.login}, <Ago at={revoked.at} />
        </div>
      )}
      {state === "stopped" && problem && <ProblemLines problem={problem} />}
    </>
  );
}
