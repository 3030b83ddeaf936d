// The evidence pack of a period: what an auditor asks for, from what is in the buckets. Its hash covers all of it, and it names
// the hash of the pack before, so that none can be changed or left out unseen.
import type { AuditBreak } from "../audit/audit-chain";
import type { PersonId } from "../person-id";
import type { Alarmed } from "./alarmed";
import type { Gap, Incident } from "./incidents";

export interface EvidencePeriod {
  /** Days in UTC, both within the period. */
  from: string;
  to: string;
}

export interface Evidence {
  version: 1;
  period: EvidencePeriod;
  created_at: string;
  created_by: string;
  worker: string;
  /** Of the pack before this one; absent in the first. */
  previous?: { key: string; hash: string };
  configuration: Record<string, string>;
  snapshots: EvidenceSnapshot[];
  /** Times without a backup that were longer than the target. */
  gaps: Gap[];
  /** Repositories that could not be backed up, and when that was mended. */
  incidents: Incident[];
  /** As of the last snapshot of the period. */
  coverage: CoverageRow[];
  proofs: EvidenceProofs;
  drills: EvidenceDrill[];
  /** What went off and when it was over. CloudWatch keeps 30 days of it. */
  alarms: { known: true; changes: Alarmed[] } | { known: false; why: string };
  /** Every run: who started what, and what became of it. */
  runs: EvidenceRun[];
  /** Who came, was refused, restored, downloaded: the audit trail, and where it is not as it was written. */
  access: { entries: EvidenceAccess[]; breaks: AuditBreak[] };
  /** What could not be read, one sentence each. An empty list says that nothing is left out. */
  left_out: string[];
  /** `sha256:<hex>` of the pack without it, in canonical form. */
  hash?: string;
}

export interface EvidenceSnapshot {
  snapshot: string;
  finished_at: string;
  repositories: number;
  safe: number;
  failed: number;
  unavailable: number;
  vanished: number;
  stored_bytes: number;
  manifest_sha256: string;
  /** Whether the manifest before has the hash that this one names; undefined where it names none. */
  chained?: boolean;
}

export interface CoverageRow {
  repository: string;
  id?: number;
  outcome: string;
  /** End of the newest snapshot that holds it. */
  last_backup?: string;
  last_proof_primary?: string;
  last_proof_replica?: string;
}

export interface EvidenceProofs {
  runs: number;
  proven: number;
  failed: { at: string; repository: string; side: string; reason: string }[];
  altered: { at: string; snapshot: string; side: string; reason: string }[];
}

export interface EvidenceDrill {
  run: string;
  started_at: string;
  state: string;
  mode: string;
  items: {
    repository: string;
    size_class: string;
    state: string;
    seconds?: number;
    refs?: number;
    receipt_hash?: string;
  }[];
}

export interface EvidenceRun {
  run: string;
  kind: string;
  trigger: string;
  actor?: string;
  requested_at: string;
  finished_at?: string;
  state: string;
  /** Of a restore: what went where. */
  about?: string;
}

export interface EvidenceAccess {
  at: string;
  who: string;
  account?: PersonId;
  action: string;
  about?: string;
  run?: string;
  plan_digest?: string;
  result: string;
  detail?: string;
  address?: string;
}
