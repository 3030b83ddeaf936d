"use client";
import ColumnLayout from "@cloudscape-design/components/column-layout";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { STORAGE_CLASS_VIEW } from "@/lib/domain/cost/prices";
import { plural } from "@/lib/domain/format";
import type { BucketRetention } from "@/lib/domain/retention/bucket-retention";
import type { BucketRules } from "@/lib/domain/retention/retention-view";
import { SIDE_LABEL } from "@/lib/domain/snapshot";
import { ProblemNote } from "../parts/problem";

/** The rules by which each bucket deletes; nothing else does. */
export function RulesPanel({ buckets }: { buckets: BucketRules[] }) {
  return (
    <ColumnLayout columns={buckets.length > 1 ? 2 : 1} minColumnWidth={320}>
      {buckets.map(({ side, bucket, region, rules }) => (
        <Container
          key={side}
          fitHeight
          data-testid={`rules-${side}`}
          header={
            <Header variant="h2" description={`${bucket}, ${region}`}>
              {SIDE_LABEL[side]} bucket
            </Header>
          }
        >
          {rules.known ? <Rules rules={rules.value} /> : <ProblemNote problem={rules.problem} />}
        </Container>
      ))}
    </ColumnLayout>
  );
}

const days = (count: number) => plural(count, "day");

function Rules({
  rules: { guaranteeDays, keptDays, recoveryDays, holdDays, lock, moves },
}: {
  rules: BucketRetention;
}) {
  return (
    <KeyValuePairs
      columns={2}
      minColumnWidth={150}
      items={[
        {
          label: "Snapshots guaranteed for",
          value: guaranteeDays === undefined ? "ever: nothing expires" : days(guaranteeDays),
        },
        {
          label: "Bundles expire after",
          value: keptDays === undefined ? "never" : days(keptDays),
        },
        {
          label: "Then brought back within",
          value: recoveryDays === undefined ? "any time: no version is removed" : days(recoveryDays),
        },
        {
          label: "Object lock",
          value: lock ? (
            <StatusIndicator type="success">{`${days(lock.days)}${lock.mode ? `, ${lock.mode}` : ""}`}</StatusIndicator>
          ) : (
            <StatusIndicator type="warning">Off</StatusIndicator>
          ),
        },
        { label: "Held chains expire after", value: holdDays === undefined ? "never" : days(holdDays) },
        {
          label: "Older bundles move to",
          value: moves
            ? `${STORAGE_CLASS_VIEW[moves.storageClass].label} after ${days(moves.afterDays)}`
            : "nowhere: all in S3 Standard",
        },
      ]}
    />
  );
}
