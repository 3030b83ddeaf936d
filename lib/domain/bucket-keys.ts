// The only place where S3 keys are built and taken apart. Layout: docs/backup-format.md.

import { asTokenId, type TokenId } from "./api-token/token-text";
import {
  type ApprovalId,
  asApprovalId,
  asRepositoryName,
  asSnapshotId,
  type RepositoryName,
  type RunId,
  type SnapshotId,
} from "./ids";
import type { PersonId } from "./person-id";

export type BundleKind = "full" | "incremental";

export const DEFAULT_ROOT = "github-backup";

export const manifestKey = (root: string, snapshot: SnapshotId): string => `${root}/${snapshot}/manifest.json`;

/** Every object of a snapshot stands below this prefix. */
export const snapshotPrefix = (root: string, snapshot: SnapshotId): string => `${root}/${snapshot}/`;

/** Listing this prefix with the delimiter `/` gives one folder per snapshot, and a few files. */
export const snapshotsPrefix = (root: string): string => `${root}/`;

export const bundleKey = (root: string, snapshot: SnapshotId, repository: RepositoryName, kind: BundleKind): string =>
  kind === "full" ? `${root}/${snapshot}/${repository}.bundle` : `${root}/${snapshot}/${repository}/incremental.bundle`;

/** What the bucket says of itself, beside the dated folders: how to restore without Holdfast. */
export const GUIDE_FILES = ["README.txt", "restore.sh"] as const;
export type GuideFile = (typeof GUIDE_FILES)[number];
export const guideKey = (root: string, file: GuideFile): string => `${root}/${file}`;

/**
 * A chain that is kept beyond the life of its snapshot. It does not begin with the "2" of the dated folders, so that the rule
 * which expires those leaves it alone. A repository without an id, of an old manifest, is named instead.
 */
export const holdPrefix = (root: string, repository: { id?: number; repo: string }, snapshot: SnapshotId): string =>
  `${root}/${HOLDS}/${repository.id ?? repository.repo.replace("/", "--")}-${snapshot}/`;
/** The bundles of a hold, counted from 0, sort in the order of the chain. */
export const holdBundleKey = (prefix: string, index: number): string =>
  `${prefix}${String(index + 1).padStart(4, "0")}.bundle`;
export const holdFileKey = (prefix: string): string => `${prefix}hold.json`;
export const holdsPrefix = (root: string): string => `${root}/${HOLDS}/`;
/** The folder of a hold's object, from the root on; undefined for any other key. */
export function holdFolderOf(root: string, key: string): string | undefined {
  const prefix = holdsPrefix(root);
  const [folder, file] = key.startsWith(prefix) ? key.slice(prefix.length).split("/") : [];
  return folder && file ? `${HOLDS}/${folder}` : undefined;
}
const HOLDS = "holds";

/** The snapshot a folder such as `github-backup/2026-04-16/` stands for, or undefined for a foreign folder. */
export function parseSnapshotPrefix(root: string, prefix: string): SnapshotId | undefined {
  if (!prefix.startsWith(`${root}/`) || !prefix.endsWith("/")) return undefined;
  return asSnapshotId(prefix.slice(root.length + 1, -1));
}

/**
 * Tells the snapshot that wrote an object of the backups bucket; undefined for what stands in no dated folder. It remembers
 * the folders: there are a few hundred, and keys by ten thousands.
 */
export function snapshotOfKeys(root: string): (key: string) => SnapshotId | undefined {
  const known = new Map<string, SnapshotId | undefined>();
  const start = root.length + 1;
  return (key) => {
    if (!key.startsWith(`${root}/`)) return undefined;
    const folder = key.slice(start, key.indexOf("/", start));
    if (!known.has(folder)) known.set(folder, asSnapshotId(folder));
    return known.get(folder);
  };
}

export type BackupKey =
  | { what: "guide"; file: GuideFile }
  | { what: "hold" }
  | { what: "manifest"; snapshot: SnapshotId }
  | { what: "bundle"; snapshot: SnapshotId; repository: RepositoryName; kind: BundleKind };

/** Takes a key of the backups bucket apart; a foreign key is undefined. */
export function parseBackupKey(root: string, key: string): BackupKey | undefined {
  if (!key.startsWith(`${root}/`)) return undefined;
  const [folder = "", ...rest] = key.slice(root.length + 1).split("/");
  const guide = GUIDE_FILES.find((file) => key === guideKey(root, file));
  if (guide) return { what: "guide", file: guide };
  if (folder === HOLDS && rest.length === 2) return { what: "hold" };
  const snapshot = asSnapshotId(folder);
  if (!snapshot) return undefined;
  if (rest.length === 1 && rest[0] === "manifest.json") return { what: "manifest", snapshot };
  const [organisation = "", name = "", file] = rest;
  const incremental = rest.length === 3 && file === "incremental.bundle";
  if (!incremental && !(rest.length === 2 && name.endsWith(".bundle"))) return undefined;
  const repository = asRepositoryName(`${organisation}/${incremental ? name : name.slice(0, -".bundle".length)}`);
  if (!repository) return undefined;
  return { what: "bundle", snapshot, repository, kind: incremental ? "incremental" : "full" };
}

// ---- records bucket
export const RUNS_PREFIX = "runs/";
export const runRecordKey = (run: RunId): string => `${RUNS_PREFIX}${run}/run.json`;
/** Names the backup that is at work, or was last: only one at a time may be. */
export const ACTIVE_BACKUP_KEY = `${RUNS_PREFIX}active-backup.json`;
/** What a backup run has finished so far, in numbered notes: the next run takes it up if this one is killed. */
export const checkpointPrefix = (run: RunId): string => `${RUNS_PREFIX}${run}/checkpoint/`;
export const checkpointKey = (run: RunId, number: number): string =>
  `${checkpointPrefix(run)}${String(number).padStart(6, "0")}.json`;
export const planKey = (run: RunId): string => `plans/${run}.json`;
export const receiptKey = (run: RunId): string => `receipts/${run}.json`;
/** Of one repository of many that a run restored. */
export const itemReceiptKey = (run: RunId, target: RepositoryName): string => `receipts/${run}/${target}.json`;
export const RESTORES_PREFIX = "restores/";
/** How far the restore of one repository has come; `run` is the run that began it. */
export const journalKey = (run: RunId, target: RepositoryName): string => `${RESTORES_PREFIX}${run}/${target}.json`;
/** The plan of a run that was started from a command line; that of any other is at planKey. */
export const ownPlanKey = (run: RunId): string => `${RESTORES_PREFIX}${run}/plan.json`;
export const DRILLS_PREFIX = "drills/";
export const drillKey = (run: RunId): string => `${DRILLS_PREFIX}${run}.json`;
export const EVIDENCE_PREFIX = "evidence/";
/** Sorted by when it was made: `at` in ISO 8601. */
export const evidenceKey = (at: string, { from, to }: { from: string; to: string }, file: string): string =>
  `${EVIDENCE_PREFIX}${at.replace(/[-:.]/g, "")}--${from}--${to}/${file}`;
/** What the hourly watch leaves; see watch.ts. */
export const WATCH_PREFIX = "watch/";
export const WATCH_REPORT_KEY = `${WATCH_PREFIX}latest.json`;
export const REPLICATION_STATE_KEY = `${WATCH_PREFIX}replication.json`;
export const EXPORTS_PREFIX = "exports/";
/** The one bundle that a chain was made into, for a download. */
export const exportKey = (run: RunId, repository: RepositoryName): string =>
  `${EXPORTS_PREFIX}${run}/${repository.replace("/", "--")}.bundle`;
/** What is proven of every repository; see proof.ts. */
export const PROOF_LEDGER_KEY = "proofs/ledger.json";
/** Every proof that one run made. */
export const PROOF_RUNS_PREFIX = "proofs/runs/";
export const proofRunKey = (run: RunId): string => `${PROOF_RUNS_PREFIX}${run}.json`;
export const AUDIT_PREFIX = "audit/";
/** `day` in UTC. */
export const auditDayPrefix = (day: string): string => `${AUDIT_PREFIX}${day}/`;
/** Counted from 1, so that two writers can never both be the next one: the key is taken. */
export const auditKey = (day: string, number: number): string =>
  `${auditDayPrefix(day)}${String(number).padStart(6, "0")}.json`;
/** Undefined for what is no entry's key: anybody with access may have put something there. */
export const auditNumber = (key: string): number | undefined => {
  const digits = /^audit\/[\d-]+\/(\d{6})\.json$/.exec(key)?.[1];
  return digits === undefined ? undefined : Number(digits);
};
export const parseAuditDay = (prefix: string): string | undefined => /^audit\/(\d{4}-\d\d-\d\d)\/$/.exec(prefix)?.[1];
export const SESSIONS_PREFIX = "sessions/";
export const signOutKey = (person: PersonId): string => `${SESSIONS_PREFIX}${encodeURIComponent(person)}.json`;
export const APPROVALS_PREFIX = "approvals/";
/** Each is written once: what is asked (the plan, then the request), what another person says, and how it ended. */
export const APPROVAL_FILES = ["plan", "request", "decision", "end"] as const;
export type ApprovalFile = (typeof APPROVAL_FILES)[number];
export const approvalKey = (id: ApprovalId, file: ApprovalFile): string => `${APPROVALS_PREFIX}${id}/${file}.json`;
/** Of a folder below APPROVALS_PREFIX; undefined for a foreign one. */
export const parseApprovalFolder = (folder: string): ApprovalId | undefined =>
  asApprovalId(folder.slice(APPROVALS_PREFIX.length, -1));
export const TOKENS_PREFIX = "tokens/";
/** Each is written once: the token (its hash), another administrator's word, and its revocation. */
export const TOKEN_FILES = ["token", "approval", "revocation"] as const;
export type TokenFile = (typeof TOKEN_FILES)[number];
export const tokenKey = (id: TokenId, file: TokenFile): string => `${TOKENS_PREFIX}${id}/${file}.json`;
/** Of a folder below TOKENS_PREFIX; undefined for a foreign one. */
export const parseTokenFolder = (folder: string): TokenId | undefined =>
  asTokenId(folder.slice(TOKENS_PREFIX.length, -1));
export const TOKEN_USES_PREFIX = "token-uses/";
export const tokenUseKey = (id: TokenId): string => `${TOKEN_USES_PREFIX}${id}.json`;
/** What was last decided of those who have made tokens. */
export const STANDINGS_PREFIX = "standings/";
export const standingKey = (person: PersonId): string => `${STANDINGS_PREFIX}${encodeURIComponent(person)}.json`;
