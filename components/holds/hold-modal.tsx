"use client";
import Box from "@cloudscape-design/components/box";
import { plural } from "@/lib/domain/format";
import { type HoldRequest, holdCommand, MOST_HOLD_WHY } from "@/lib/domain/hold-run";
import type { EntryRow, SnapshotDetail } from "@/lib/domain/snapshot-detail";
import { ActionModal } from "../parts/action-modal";
import { Commands } from "../parts/commands";
import { Bytes } from "../parts/numbers";
import { ProblemView } from "../parts/problem";
import { RoleButton } from "../parts/role-button";
import { useWhy, WhyField } from "../parts/why-field";
import { useStartFromDialog } from "../runs/use-start-run";
import { HeldUntil } from "./held-until";
import styles from "./holds.module.css";

interface HoldModalProps {
  snapshot: SnapshotDetail;
  selected: readonly EntryRow[];
  onClose: () => void;
}

/** What will be copied, until when it is kept, that nothing takes it away before, and why it is wanted. */
export function HoldModal({ snapshot, selected, onClose }: HoldModalProps) {
  const { why, given, field } = useWhy();
  const start = useStartFromDialog((run) => ({ kind: "hold", run, request }));
  const repositories = selected.map(({ repository }) => repository);
  const request: HoldRequest = {
    snapshot: snapshot.summary.id,
    repositories: repositories.length > 0 ? repositories : undefined,
    why,
  };
  const go = () => {
    if (given()) start.mutate();
  };
  return (
    <ActionModal
      onClose={onClose}
      header={
        <>
          Hold {wordsFor(snapshot, selected)} of snapshot <span className={styles.whole}>{snapshot.summary.id}?</span>
        </>
      }
      button={
        <RoleButton
          action="hold a snapshot"
          variant="primary"
          loading={start.isPending || start.isSuccess}
          loadingText="Starting the hold"
          onClick={go}
        >
          Hold
        </RoleButton>
      }
    >
      <WhatIsCopied snapshot={snapshot} selected={selected} />
      <Box>
        <HeldUntil />
      </Box>
      <WhyField
        {...field}
        description="Stands beside the copies and in the audit trail: a case, an audit, an incident"
        readers="for whoever finds the hold in a year"
        most={MOST_HOLD_WHY}
      />
      <Commands lines={[holdCommand({ ...request, why: request.why || "WHY" })]} label="The same from a shell" />
      {start.error && <ProblemView error={start.error} />}
    </ActionModal>
  );
}

function wordsFor({ restorable }: SnapshotDetail, selected: readonly EntryRow[]): string {
  const [first] = selected;
  if (!first) return `all ${plural(restorable, "repository", "repositories")}`;
  return selected.length === 1 ? first.repository : plural(selected.length, "repository", "repositories");
}

function WhatIsCopied({ snapshot, selected }: Pick<HoldModalProps, "snapshot" | "selected">) {
  const all = selected.length === 0;
  const count = all ? snapshot.restorable : selected.length;
  const bytes = all ? snapshot.summary.chainBytes : selected.reduce((sum, { chainBytes }) => sum + chainBytes, 0);
  const without = snapshot.entries - snapshot.restorable;
  return (
    <Box>
      S3 copies {plural(count, "repository", "repositories")}, <Bytes value={bytes} /> in all, to where they do not
      expire with the snapshot. What was held within a day is left as it is; what has been held for longer is copied
      anew, so that its time begins again.
      {all && without > 0 && (
        <>
          {" "}
          {plural(without, "repository", "repositories")} of the snapshot {without === 1 ? "has" : "have"} no bundle in
          it, so there is nothing of {without === 1 ? "it" : "them"} to hold.
        </>
      )}
    </Box>
  );
}
