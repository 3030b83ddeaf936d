"use client";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { ALARM_REPORT_VIEW, type AlarmReport } from "@/lib/domain/alarm-report";
import { ANOMALY_VIEW, type AnomalyKind } from "@/lib/domain/anomaly-kind";
import { TOKEN_STATE_VIEW, type TokenState } from "@/lib/domain/api-token/api-token";
import { APPROVAL_STATE_VIEW, type ApprovalState } from "@/lib/domain/approval/approval";
import { AUDIT_RESULT_VIEW, type AuditRowResult } from "@/lib/domain/audit/audit-row";
import { COVERAGE_VIEW, type CoverageState } from "@/lib/domain/coverage";
import { FINDING_VIEW, type FindingState } from "@/lib/domain/doctor/finding";
import { formatDuration, plural } from "@/lib/domain/format";
import { OUTCOME_VIEW, type Outcome } from "@/lib/domain/outcome";
import { PROOF_STATE_VIEW, type ProofState } from "@/lib/domain/proof-state";
import { type ProvenShare, SHARE_VIEW, shareState } from "@/lib/domain/proven-share";
import { KEEPING_VIEW, type KeepingState } from "@/lib/domain/retention/kept-until";
import { RUN_STATE_VIEW, type RunState } from "@/lib/domain/run";
import { SIDE_STATE_VIEW, type SideState, type SnapshotRow } from "@/lib/domain/snapshot";
import { ROW_STATE_VIEW, rowState } from "@/lib/domain/snapshot-row";

// Every state as icon and word, from the domain's own tables: colour alone never tells anything.

export const RunMark = ({ state }: { state: RunState }) => (
  <StatusIndicator type={RUN_STATE_VIEW[state].indicator}>{RUN_STATE_VIEW[state].label}</StatusIndicator>
);

export const OutcomeMark = ({ outcome }: { outcome: Outcome }) => (
  <span title={OUTCOME_VIEW[outcome].explanation}>
    <StatusIndicator type={OUTCOME_VIEW[outcome].indicator}>{OUTCOME_VIEW[outcome].label}</StatusIndicator>
  </span>
);

export const ProofMark = ({ state }: { state: ProofState }) => (
  <StatusIndicator type={PROOF_STATE_VIEW[state].indicator}>{PROOF_STATE_VIEW[state].label}</StatusIndicator>
);

export function ShareMark({ share }: { share: ProvenShare }) {
  const { indicator, label } = SHARE_VIEW[shareState(share)];
  return <StatusIndicator type={indicator}>{label(share)}</StatusIndicator>;
}

export const AnomalyMark = ({ kind }: { kind: AnomalyKind }) => (
  <span title={ANOMALY_VIEW[kind].meaning}>
    <StatusIndicator type={ANOMALY_VIEW[kind].indicator}>{ANOMALY_VIEW[kind].label}</StatusIndicator>
  </span>
);

export const SideMark = ({ state }: { state: SideState }) => (
  <StatusIndicator type={SIDE_STATE_VIEW[state].indicator}>{SIDE_STATE_VIEW[state].label}</StatusIndicator>
);

export function RowMark({ row }: { row: SnapshotRow }) {
  const { label, indicator, explanation } = ROW_STATE_VIEW[rowState(row)];
  return (
    <span title={explanation}>
      <StatusIndicator type={indicator}>{label}</StatusIndicator>
    </span>
  );
}

export const AlarmMark = ({ state }: { state: AlarmReport["state"] }) => (
  <StatusIndicator type={ALARM_REPORT_VIEW[state].indicator}>{ALARM_REPORT_VIEW[state].label}</StatusIndicator>
);

export const ApprovalMark = ({ state }: { state: ApprovalState }) => (
  <span title={APPROVAL_STATE_VIEW[state].explanation}>
    <StatusIndicator type={APPROVAL_STATE_VIEW[state].indicator}>{APPROVAL_STATE_VIEW[state].label}</StatusIndicator>
  </span>
);

export const TokenMark = ({ state }: { state: TokenState }) => (
  <span title={TOKEN_STATE_VIEW[state].explanation}>
    <StatusIndicator type={TOKEN_STATE_VIEW[state].indicator}>{TOKEN_STATE_VIEW[state].label}</StatusIndicator>
  </span>
);

export const KeepingMark = ({ state }: { state: KeepingState }) => (
  <span title={KEEPING_VIEW[state].explanation}>
    <StatusIndicator type={KEEPING_VIEW[state].indicator}>{KEEPING_VIEW[state].label}</StatusIndicator>
  </span>
);

export const FindingMark = ({ state }: { state: FindingState }) => (
  <StatusIndicator type={FINDING_VIEW[state].indicator}>{FINDING_VIEW[state].label}</StatusIndicator>
);

export const AuditMark = ({ result }: { result: AuditRowResult }) => (
  <span title={AUDIT_RESULT_VIEW[result].explanation}>
    <StatusIndicator type={AUDIT_RESULT_VIEW[result].indicator}>{AUDIT_RESULT_VIEW[result].label}</StatusIndicator>
  </span>
);

export const CoverageMark = ({ state }: { state: CoverageState }) => (
  <span title={COVERAGE_VIEW[state].explanation}>
    <StatusIndicator type={COVERAGE_VIEW[state].indicator}>{COVERAGE_VIEW[state].label}</StatusIndicator>
  </span>
);

/** A snapshot whose manifest is in the replica: whether everything else of it is, too. */
export function ReplicaMark({ lacking }: { lacking: SnapshotRow["replication"] }) {
  if (!lacking) return <SideMark state="present" />;
  const { pending, stuck, lagMinutes } = lacking;
  const behind = `${plural(pending + stuck, "object")} not there, the oldest for ${formatDuration(lagMinutes * 60_000)}`;
  return (
    <span title={behind}>
      <StatusIndicator type={stuck > 0 ? "error" : "pending"}>
        {plural(pending + stuck, "object")} behind
      </StatusIndicator>
    </span>
  );
}
