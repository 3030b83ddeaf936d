"use client";
import Box from "@cloudscape-design/components/box";
import Header from "@cloudscape-design/components/header";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import { formatNumber } from "@/lib/domain/format";
import type { RunRecord } from "@/lib/domain/run";
import { proveOne } from "@/lib/domain/run-again";
import { SIDE_LABEL } from "@/lib/domain/snapshot";
import { OutcomeMark } from "../parts/mark";
import { capital } from "../parts/problem";
import { tableWords } from "../parts/table-words";
import styles from "./runs.module.css";
import { StartVerifyButton } from "./start-verify-button";

type Failure = NonNullable<RunRecord["failures"]>[number];

/** Every repository that is not safe after this run, with why and what to do. */
export function RunFailures({ record }: { record: RunRecord }) {
  const failures = record.failures ?? [];
  if (failures.length === 0) return null;
  const count = record.failure_count ?? failures.length;
  return (
    <Table
      items={failures}
      columnDefinitions={columnsFor(record)}
      wrapLines
      trackBy={({ repo, side }) => `${repo} ${side}`}
      ariaLabels={tableWords<Failure>("Repositories that are not safe", (failure) => failure.repo)}
      header={
        <Header variant="h2" counter={`(${formatNumber(count)})`}>
          {record.kind === "verify" ? "Proof failed" : "Not safe in this run"}
        </Header>
      }
    />
  );
}

const columnsFor = ({ kind, verify, failures = [] }: RunRecord): TableProps.ColumnDefinition<Failure>[] => [
  { id: "repo", header: "Repository", isRowHeader: true, cell: (failure) => failure.repo, width: 220, minWidth: 140 },
  kind === "verify"
    ? { id: "side", header: "Bucket", cell: ({ side }) => (side ? SIDE_LABEL[side] : "–"), width: 120, minWidth: 100 }
    : {
        id: "outcome",
        header: "Outcome",
        cell: ({ outcome }) => outcome && <OutcomeMark outcome={outcome} />,
        width: 160,
        minWidth: 145,
      },
  {
    id: "reason",
    header: "Reason and what to do",
    minWidth: 260,
    cell: (failure) => (
      <div className={styles.failure}>
        {capital(failure.message)}.<Box color="text-body-secondary">{failure.hint}</Box>
      </div>
    ),
  },
  ...(verify && failures.length > 1
    ? [
        {
          id: "again",
          header: "Prove it again",
          width: 150,
          minWidth: 130,
          cell: ({ repo, side }: Failure) => (
            <StartVerifyButton
              variant="inline-link"
              request={proveOne(verify.request, repo, [side])}
              ariaLabel={`Verify now: ${repo}${side ? ` in the ${side}` : ""}`}
            />
          ),
        },
      ]
    : []),
];
