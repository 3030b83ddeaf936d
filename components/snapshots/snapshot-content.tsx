"use client";
import Alert from "@cloudscape-design/components/alert";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tabs from "@cloudscape-design/components/tabs";
import { memo } from "react";
import { whyOtherSide } from "@/lib/domain/other-side";
import type { Side } from "@/lib/domain/snapshot";
import type { SnapshotDetail } from "@/lib/domain/snapshot-detail";
import { later } from "../parts/later";
import { capital } from "../parts/problem";
import { useUrlParam } from "../parts/use-url-param";
import { AnomalousEntries } from "./anomalous-entries";
import { EntriesTable } from "./entries-table";
import { EntryModal } from "./entry-modal";
import { SnapshotFacts } from "./snapshot-facts";
import { UnsafeEntries } from "./unsafe-entries";

const ManifestView = later("The manifest", async () => ({ default: (await import("./manifest-view")).ManifestView }));
const SnapshotByHand = later("The way by hand", async () => ({
  default: (await import("./snapshot-by-hand")).SnapshotByHand,
}));

interface SnapshotContentProps {
  snapshot: SnapshotDetail;
  wanted: Side;
}

export function SnapshotContent({ snapshot, wanted }: SnapshotContentProps) {
  const [tab, setTab] = useUrlParam("tab");
  return (
    <SpaceBetween size="l">
      <WhatItIs snapshot={snapshot} wanted={wanted} />
      <Tabs
        ariaLabel="Contents of the snapshot"
        activeTabId={tab ?? "repositories"}
        onChange={({ detail }) => setTab(detail.activeTabId === "repositories" ? undefined : detail.activeTabId)}
        tabs={[
          { id: "repositories", label: "Repositories", content: <EntriesTable snapshot={snapshot} /> },
          { id: "manifest", label: "Manifest", content: <ManifestView snapshot={snapshot} /> },
          { id: "by-hand", label: "Restore by hand", content: <SnapshotByHand snapshot={snapshot} /> },
        ]}
      />
      <EntryModal snapshot={snapshot} />
    </SpaceBetween>
  );
}

/** Not drawn anew for each filter of the table below it. */
const WhatItIs = memo(function WhatItIs({ snapshot, wanted }: SnapshotContentProps) {
  return (
    <SpaceBetween size="l">
      <SourceNote snapshot={snapshot} wanted={wanted} />
      <SnapshotFacts snapshot={snapshot} />
      <UnsafeEntries snapshot={snapshot} />
      <AnomalousEntries snapshot={snapshot} />
    </SpaceBetween>
  );
});

/** Which bucket is read is never left to guessing when it is not the usual one. */
function SourceNote({ snapshot, wanted }: SnapshotContentProps) {
  const place = `the ${snapshot.side} bucket ${snapshot.bucket} in ${snapshot.region}`;
  if (snapshot.notice) {
    return (
      <Alert type="warning" header={`${whyOtherSide(wanted, snapshot.notice)}; this is from ${place}`}>
        {capital(snapshot.notice.message)}. {snapshot.notice.hint}
      </Alert>
    );
  }
  if (snapshot.sides[snapshot.side] === "unreachable")
    return (
      <Alert type="warning" header={`The ${snapshot.side} bucket does not answer; this was read from it before`}>
        What a snapshot is does not change, so what stands here holds.{" "}
        {Object.values(snapshot.sides).includes("present") && "A restore reads the other bucket meanwhile."}
      </Alert>
    );
  if (snapshot.side === "primary") return null;
  return (
    <Alert type="info" header="You are looking at the replica">
      Everything on this page is read from {place}, and a restore started from here reads from it too.
    </Alert>
  );
}
