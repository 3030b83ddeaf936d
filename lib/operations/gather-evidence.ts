// Reads what a period left in the buckets, and puts the evidence pack together. Nothing is judged here that was not judged when
// it happened: packs of the same period say the same.
import { auditRows } from "@/lib/domain/audit/audit-row";
import { PROOF_RUNS_PREFIX } from "@/lib/domain/bucket-keys";
import { problemOf } from "@/lib/domain/errors";
import { type AlarmEvent, alarmTimes } from "@/lib/domain/evidence/alarmed";
import type {
  Evidence,
  EvidenceDrill,
  EvidencePeriod,
  EvidenceProofs,
  EvidenceRun,
} from "@/lib/domain/evidence/evidence";
import { gapsOf } from "@/lib/domain/evidence/incidents";
import { type RunId, startOfRun } from "@/lib/domain/ids";
import { runId } from "@/lib/domain/ids-schema";
import type { ProofRun } from "@/lib/domain/proof-run";
import { proofRun } from "@/lib/domain/proof-run";
import { destinationOf, subjectOf } from "@/lib/domain/restore-words";
import type { RunRecord } from "@/lib/domain/run";
import { VERSION } from "@/lib/domain/version";
import type { Monitoring } from "@/lib/ports/monitoring";
import type { ObjectStore } from "@/lib/ports/object-store";
import { readDrills } from "./drill-records";
import { isNear, readPeriod } from "./evidence-snapshots";
import { inParallel } from "./in-parallel";
import { readRecord } from "./json-record";
import { readLedger } from "./proof-records";
import { AuditReader } from "./read-audit";
import type { Backups } from "./read-manifest";
import { listRunIds, readRun } from "./run-records";

export interface GatherEvidence {
  backups: Backups;
  records: ObjectStore;
  monitoring: Monitoring;
  alarmPrefix: string;
  targetHours: number;
  configuration: Record<string, string>;
}

const READS_AT_ONCE = 12;
/** CloudWatch gives no more of one alarm at a time, and keeps 30 days. */
const CHANGES_OF_ALARM = 100;

/** @throws AppError storage-* when the backups cannot be listed; what else cannot be read is named in `left_out` */
export async function gatherEvidence(
  deps: GatherEvidence,
  period: EvidencePeriod,
  by: { at: Date; who: string; previous?: Evidence["previous"] },
): Promise<Evidence> {
  const left: string[] = [];
  const { from, until } = boundsOf(period);
  const end = until < by.at.toISOString() ? until : by.at.toISOString();
  const within = (time: string | undefined) => time !== undefined && time >= from && time < until;
  const ledger = await part(left, "the ledger of proofs", () => readLedger(deps.records), undefined);
  const { snapshots, incidents, coverage } = await readPeriod(deps.backups, ledger, within, left);
  const [runs, access, drills, proofs, alarms] = await Promise.all([
    part(left, "the runs", () => runsOf(deps.records, within, left), []),
    part(left, "the audit trail", () => accessOf(deps.records, period), { entries: [], breaks: [] }),
    part(left, "the drills", () => drillsOf(deps.records, within), []),
    part(left, "the proofs", () => proofsOf(deps.records, within, left), {
      runs: 0,
      proven: 0,
      failed: [],
      altered: [],
    }),
    alarmsOf(deps, within, from, by.at),
  ]);
  return {
    version: 1,
    period,
    created_at: by.at.toISOString(),
    created_by: by.who,
    worker: VERSION,
    previous: by.previous,
    configuration: deps.configuration,
    snapshots,
    gaps: gapsOf(
      snapshots.map(({ finished_at }) => finished_at),
      { from, to: end },
      deps.targetHours,
    ),
    ...{ incidents, coverage },
    ...{ proofs, drills, alarms, runs, access },
    left_out: left,
  };
}

/** The day after the last is the first that does not belong to it. */
function boundsOf({ from, to }: EvidencePeriod): { from: string; until: string } {
  const midnight = (day: string) => new Date(`${day}T00:00:00Z`);
  return { from: midnight(from).toISOString(), until: new Date(midnight(to).getTime() + 86_400_000).toISOString() };
}

async function part<T>(left: string[], what: string, work: () => Promise<T>, instead: T): Promise<T> {
  try {
    return await work();
  } catch (error) {
    left.push(`${what} could not be read: ${problemOf(error).message}`);
    return instead;
  }
}

type Within = (time: string | undefined) => boolean;

/** By its id, which a browser's clock may have made; and a run may last a while. */
function mayBeWithin(run: RunId, within: Within): boolean {
  return isNear(Date.parse(startOfRun(run)), within);
}

async function runsOf(records: ObjectStore, within: Within, left: string[]): Promise<EvidenceRun[]> {
  // Records of years lie there: only those that can be of the period are read.
  const ids = (await listRunIds(records)).filter((id) => mayBeWithin(id, within)).reverse();
  const read = await inParallel(ids, READS_AT_ONCE, (id) =>
    part<RunRecord | undefined>(left, `run ${id}`, async () => (await readRun(records, id)).record, undefined),
  );
  // Ids are no order within one second.
  const inOrder = (a: EvidenceRun, b: EvidenceRun) => (a.requested_at < b.requested_at ? -1 : 1);
  return read.flatMap((record) => (record && within(record.requested_at) ? [runRow(record)] : [])).sort(inOrder);
}

function runRow({ id, kind, trigger, actor, requested_at, finished_at, state, restore }: RunRecord): EvidenceRun {
  const about = restore && `${subjectOf(restore.request)} to ${destinationOf(restore.request)}`;
  return { run: id, kind, trigger, actor, requested_at, finished_at, state, about };
}

async function drillsOf(records: ObjectStore, within: Within): Promise<EvidenceDrill[]> {
  const drills = (await readDrills(records)).map(({ drill }) => drill).reverse();
  return drills
    .filter(({ started_at }) => within(started_at))
    .map(({ run, started_at, state, mode, items }) => ({
      ...{ run, started_at, state, mode },
      items: items.map(({ repository, size_class, state, seconds, refs, receipt_hash }) => ({
        ...{ repository, size_class, state, seconds, refs, receipt_hash },
      })),
    }));
}

async function accessOf(records: ObjectStore, { from, to }: EvidencePeriod): Promise<Evidence["access"]> {
  const { entries, breaks } = await new AuditReader(records).read({ from, until: to });
  const rows = auditRows(entries).reverse();
  return {
    entries: rows.map(({ at, who, id: account, action, about, run, planDigest, result, detail, address }) => ({
      ...{ at, who, account, action, about, run, plan_digest: planDigest, result, detail, address },
    })),
    breaks,
  };
}

async function proofsOf(records: ObjectStore, within: Within, left: string[]): Promise<EvidenceProofs> {
  const keys: string[] = [];
  for await (const { key } of records.list(PROOF_RUNS_PREFIX)) {
    const id = runId.safeParse(key.slice(PROOF_RUNS_PREFIX.length).replace(/\.json$/, ""));
    // What is no proof's name is read all the same, and named when it is none.
    if (!id.success || mayBeWithin(id.data, within)) keys.push(key);
  }
  const read = await inParallel(keys, READS_AT_ONCE, (key) =>
    part<ProofRun | undefined>(left, key, async () => (await readRecord(records, key, proofRun, key)).value, undefined),
  );
  const runs = read.flatMap((each) => (each && within(each.finished_at) ? [each] : []));
  return {
    runs: runs.length,
    proven: runs.reduce((sum, { counts }) => sum + counts.proven, 0),
    failed: runs.flatMap(({ proofs }) =>
      proofs.flatMap(({ at, repo, side, problem }) =>
        problem ? [{ at, repository: repo, side, reason: problem.message }] : [],
      ),
    ),
    altered: runs.flatMap(({ altered, finished_at: at }) =>
      altered.map(({ snapshot, side, problem }) => ({ at, snapshot, side, reason: problem.message })),
    ),
  };
}

const KEPT_DAYS = 30;

async function alarmsOf(
  { monitoring, alarmPrefix }: GatherEvidence,
  within: Within,
  from: string,
  now: Date,
): Promise<Evidence["alarms"]> {
  if (now.getTime() - Date.parse(from) > KEPT_DAYS * 86_400_000)
    return {
      known: false,
      why: `CloudWatch keeps ${KEPT_DAYS} days of alarms' histories: make the pack of a period before they are gone.`,
    };
  try {
    const alarms = await monitoring.alarms(alarmPrefix);
    const events = await inParallel(alarms, READS_AT_ONCE, async ({ name }): Promise<AlarmEvent[]> => {
      const history = await monitoring.alarmHistory(name, CHANGES_OF_ALARM);
      return history.map(({ at, to }) => ({ alarm: name, at, to }));
    });
    return { known: true, changes: alarmTimes(events.flat().filter(({ at }) => within(at))) };
  } catch (error) {
    return { known: false, why: `The alarms could not be read: ${problemOf(error).message}.` };
  }
}
