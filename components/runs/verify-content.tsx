"use client";
import Box from "@cloudscape-design/components/box";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import { formatNumber } from "@/lib/domain/format";
import type { ManifestFinding, ProvenLine, Unproven, VerifyRecord } from "@/lib/domain/proof-run";
import { SIDE_LABEL, type Side } from "@/lib/domain/snapshot";
import { Bytes } from "../parts/numbers";
import { capital } from "../parts/problem";
import { RouteLink } from "../parts/route-link";
import { tableWords } from "../parts/table-words";
import styles from "./runs.module.css";

/** Beside the failures: manifests that are not right, chains nothing could be said of, and what is proven. */
export function VerifyContent({ verify }: { verify: VerifyRecord }) {
  const { altered = [], unproven = [], proven = [], counts } = verify;
  return (
    <SpaceBetween size="l">
      {altered.length > 0 && (
        <Table
          items={altered}
          columnDefinitions={[SNAPSHOT, BUCKET, REASON]}
          wrapLines
          ariaLabels={tableWords<ManifestFinding>("Manifests that are not right", ({ snapshot }) => snapshot)}
          header={
            <Header variant="h2" counter={`(${formatNumber(counts?.altered ?? altered.length)})`}>
              Manifests that are not what was written
            </Header>
          }
        />
      )}
      {unproven.length > 0 && (
        <Table
          items={unproven}
          columnDefinitions={[REPOSITORY, BUCKET, REASON]}
          wrapLines
          ariaLabels={tableWords<Unproven>("Not proven", ({ repo }) => repo)}
          header={
            <Header
              variant="h2"
              counter={`(${formatNumber(counts?.unproven ?? unproven.length)})`}
              description="Nothing is known to be wrong with these; nothing could be said of them."
            >
              Not proven
            </Header>
          }
        />
      )}
      {proven.length > 0 && (
        <ExpandableSection
          variant="container"
          headerText="Proven"
          headerCounter={`(${formatNumber(counts?.proven ?? proven.length)})`}
        >
          <Table
            variant="borderless"
            items={proven}
            columnDefinitions={[REPOSITORY, BUCKET, SNAPSHOT, ...PROVEN_COLUMNS]}
            ariaLabels={tableWords<ProvenLine>("Proven", ({ repo }) => repo)}
          />
        </ExpandableSection>
      )}
    </SpaceBetween>
  );
}

const REPOSITORY = {
  id: "repo",
  header: "Repository",
  isRowHeader: true,
  cell: ({ repo }: { repo: string }) => repo,
  width: 220,
  minWidth: 140,
};
const BUCKET = {
  id: "side",
  header: "Bucket",
  cell: ({ side }: { side: Side }) => SIDE_LABEL[side],
  width: 120,
  minWidth: 100,
};
const SNAPSHOT = {
  id: "snapshot",
  header: "Snapshot",
  cell: ({ snapshot }: { snapshot: string }) => <RouteLink href={`/snapshots/${snapshot}`}>{snapshot}</RouteLink>,
  width: 200,
};
const REASON = {
  id: "reason",
  header: "Reason and what to do",
  cell: ({ problem }: { problem: { message: string; hint: string } }) => (
    <div className={styles.failure}>
      {capital(problem.message)}.<Box color="text-body-secondary">{problem.hint}</Box>
    </div>
  ),
};

const PROVEN_COLUMNS: TableProps.ColumnDefinition<ProvenLine>[] = [
  { id: "bytes", header: "Read", cell: ({ bytes }) => <Bytes value={bytes} />, width: 110 },
  { id: "findings", header: "Findings that are no damage", cell: ({ findings }) => formatNumber(findings ?? 0) },
];
