import { createHash } from "node:crypto";
import { hasCode, problemOf } from "@/lib/domain/errors";
import type { CoverageRow, EvidenceSnapshot } from "@/lib/domain/evidence/evidence";
import { type Incident, IncidentLog } from "@/lib/domain/evidence/incidents";
import type { SnapshotId } from "@/lib/domain/ids";
import type { Manifest } from "@/lib/domain/manifest";
import { OUTCOME_VIEW } from "@/lib/domain/outcome";
import { lastProven, ledgerIndex, type ProofLedger } from "@/lib/domain/proof";
import { type Backups, listSnapshotIds, readManifestText } from "./read-manifest";

export interface PeriodFacts {
  snapshots: EvidenceSnapshot[];
  incidents: Incident[];
  /** As of the last snapshot. */
  coverage: CoverageRow[];
}

/**
 * The snapshots whose backup ended within the period, from the oldest on; one manifest is in memory at a time, for a year of a
 * large fleet is gigabytes. A folder without a manifest is none; one that cannot be read is named in `left`.
 */
export async function readPeriod(
  backups: Backups,
  ledger: ProofLedger | undefined,
  within: (time: string) => boolean,
  left: string[],
): Promise<PeriodFacts> {
  const log = new IncidentLog();
  const snapshots: EvidenceSnapshot[] = [];
  const lastSafe = new Map<string, string>();
  let newest: Manifest | undefined;
  const near = (id: SnapshotId) => isNear(Date.parse(`${id.slice(0, 10)}T12:00:00Z`), within);
  for (const id of (await listSnapshotIds(backups)).reverse().filter(near)) {
    const read = await readOne(backups, id, left);
    if (!read || !within(endOf(read.manifest))) continue;
    const { manifest, text } = read;
    const finishedAt = endOf(manifest);
    snapshots.push(snapshotRow(manifest, sha256(text), snapshots.at(-1)));
    log.see({ snapshot: manifest.snapshot, finishedAt, entries: manifest.repos });
    for (const entry of manifest.repos) if (OUTCOME_VIEW[entry.outcome].safe) lastSafe.set(keyOf(entry), finishedAt);
    newest = manifest;
  }
  return { snapshots, incidents: log.incidents, coverage: coverageOf(newest, lastSafe, ledger) };
}

async function readOne(backups: Backups, id: SnapshotId, left: string[]) {
  try {
    return await readManifestText(backups, id);
  } catch (error) {
    if (!hasCode(error, "snapshot-missing")) left.push(`snapshot ${id} could not be read: ${problemOf(error).message}`);
    return undefined;
  }
}

const endOf = ({ timestamp }: Manifest) => new Date(timestamp).toISOString();
const sha256 = (text: string) => createHash("sha256").update(text, "utf8").digest("hex");

/** Whether what was begun then may belong to the period: it may have ended on another day. */
export const isNear = (begun: number, within: (time: string) => boolean): boolean =>
  [-1, 0, 1].some((days) => within(new Date(begun + days * 86_400_000).toISOString()));

function snapshotRow(manifest: Manifest, hash: string, before: EvidenceSnapshot | undefined): EvidenceSnapshot {
  const { snapshot, totals, repos, previous } = manifest;
  return {
    snapshot,
    finished_at: endOf(manifest),
    repositories: repos.length,
    safe: repos.filter(({ outcome }) => OUTCOME_VIEW[outcome].safe).length,
    failed: totals.failed,
    unavailable: totals.unavailable,
    vanished: totals.vanished,
    stored_bytes: totals.stored_bytes,
    manifest_sha256: hash,
    chained:
      previous?.snapshot === before?.snapshot && previous
        ? previous.manifest_sha256 === before?.manifest_sha256
        : undefined,
  };
}

/** Every repository that the period's last snapshot names. */
function coverageOf(
  newest: Manifest | undefined,
  lastSafe: ReadonlyMap<string, string>,
  ledger: ProofLedger | undefined,
): CoverageRow[] {
  const row = ledgerIndex(ledger);
  return (newest?.repos ?? []).map(({ id, repo, outcome }) => ({
    repository: repo,
    id,
    outcome,
    last_backup: lastSafe.get(keyOf({ id, repo })),
    last_proof_primary: lastProven(row({ id, repo }), "primary")?.at,
    last_proof_replica: lastProven(row({ id, repo }), "replica")?.at,
  }));
}

const keyOf = ({ id, repo }: { id?: number; repo: string }) => (id === undefined ? repo.toLowerCase() : String(id));
