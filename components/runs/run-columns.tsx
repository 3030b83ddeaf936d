"use client";
import type { TableProps } from "@cloudscape-design/components/table";
import { type FollowedRun, runDuration, runResult } from "@/lib/domain/followed-run";
import { RUN_KIND_LABEL } from "@/lib/domain/run";
import { startedByLine } from "@/lib/domain/started-by";
import { RunMark } from "../parts/mark";
import { capital } from "../parts/problem";
import { RouteLink } from "../parts/route-link";
import { Ago, Took } from "../parts/times";
import { useNow } from "../shell/clock";

export const RUN_COLUMNS: TableProps.ColumnDefinition<FollowedRun>[] = [
  {
    id: "run",
    header: "Run",
    isRowHeader: true,
    cell: ({ record }) => <RouteLink href={`/runs/${record.id}`}>{record.id}</RouteLink>,
    minWidth: 235,
  },
  { id: "state", header: "State", cell: ({ record }) => <RunMark state={record.state} />, minWidth: 145 },
  { id: "kind", header: "Kind", cell: ({ record }) => RUN_KIND_LABEL[record.kind], minWidth: 90 },
  {
    id: "started",
    header: "Started",
    cell: ({ record }) => <Ago at={record.started_at ?? record.requested_at} />,
    minWidth: 125,
  },
  { id: "took", header: "Duration", cell: (run) => <Duration run={run} />, minWidth: 110 },
  { id: "by", header: "Started by", cell: ({ record }) => startedByLine(record), minWidth: 150 },
  { id: "result", header: "Result", cell: (run) => capital(runResult(run)), minWidth: 240 },
];

function Duration({ run }: { run: FollowedRun }) {
  return <Took ms={runDuration(run, useNow())} />;
}
