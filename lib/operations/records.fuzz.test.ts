// Whoever may write into a bucket may write anything: a record is read as what it should be, or refused as one of our errors.
// What was read can be written again, and no object of this process has become another.
import fc from "fast-check";
import { expect, test } from "vitest";
import { approvalState } from "@/lib/domain/approval/approval";
import { flawOf } from "@/lib/domain/approval/approval-rules";
import { auditEntry } from "@/lib/domain/audit/audit-entry-schema";
import {
  ACTIVE_BACKUP_KEY,
  type ApprovalFile,
  approvalKey,
  auditKey,
  drillKey,
  evidenceKey,
  holdFileKey,
  planKey,
  receiptKey,
} from "@/lib/domain/bucket-keys";
import { canonical } from "@/lib/domain/canonical";
import { AppError } from "@/lib/domain/errors";
import { snapshotTime } from "@/lib/domain/ids";
import { approvalId, repositoryName, runId, snapshotId } from "@/lib/domain/ids-schema";
import { parseManifest } from "@/lib/domain/manifest";
import { proofRun } from "@/lib/domain/proof-run";
import { proofLedger } from "@/lib/domain/proof-schema";
import { restoreJournal } from "@/lib/domain/restore-journal";
import { runRecord } from "@/lib/domain/run-schema";
import { summarise } from "@/lib/domain/snapshot";
import { replicationState, watchReport } from "@/lib/domain/watch-schema";
import { hostileJson } from "@/lib/testing/hostile-json";
import { MemoryObjectStore } from "@/lib/testing/memory-object-store";
import { type RecordName, SAMPLE_RECORDS } from "@/lib/testing/sample-records";
import { readActiveBackup } from "./active-backup";
import { readApproval } from "./approval-records";
import { readDrills } from "./drill-records";
import { previousEvidence } from "./evidence-records";
import { readHold } from "./hold-records";
import { readRecord } from "./json-record";
import { AuditReader } from "./read-audit";
import { readPlan, readSealedReceipt } from "./run-records";

const CASES = 3000;
const run = runId.parse("20261101T020000Z-k3f9q2");
const asked = approvalId.parse("20261101T020000Z-k3f9q2");
const snapshot = snapshotId.parse("2026-11-01");

/** At the key that it has in the bucket, read as it is read by those who need it. */
type Read = (store: MemoryObjectStore, put: (key: string) => Promise<unknown>, text: string) => Promise<unknown>;

const as =
  (schema: Parameters<typeof readRecord>[2]): Read =>
  async (store, put) => {
    await put("k");
    return (await readRecord(store, "k", schema, "it")).value;
  };

async function manifest(_: unknown, __: unknown, text: string): Promise<unknown> {
  const value = parseManifest(text, snapshot);
  summarise(value);
  for (const { last_good_snapshot: last } of value.repos) if (last) snapshotTime(last).toISOString();
  return value;
}

const plan: Read = async (store, put) => {
  await put(planKey(run));
  const { plan: read } = await readPlan(store, run);
  // Nobody restores what has no name.
  for (const { repository } of read.items) repositoryName.parse(repository);
  return read;
};

const receipt: Read = async (store, put) => {
  await put(receiptKey(run));
  return readSealedReceipt(store, run, { recorded: "sha256:1" });
};

/** One of its objects is what it is, the others are sound. */
const asOne =
  (file: ApprovalFile): Read =>
  async (store, put) => {
    const others = { request: "approval", decision: "decision", end: "end of an approval" } as const;
    for (const [name, sample] of Object.entries(others))
      await store.put(approvalKey(asked, name as ApprovalFile), SAMPLE_RECORDS[sample]);
    await put(approvalKey(asked, file));
    const approval = await readApproval(store, asked);
    approvalState(approval, new Date("2026-11-01T03:00:00Z"));
    flawOf(approval, "sha256:1", run);
    return approval;
  };

const READ: Record<RecordName, Read> = {
  manifest,
  "old manifest": manifest,
  run: as(runRecord),
  plan,
  "old plan": plan,
  receipt,
  "old receipt": receipt,
  journal: as(restoreJournal),
  ledger: as(proofLedger),
  "proof run": as(proofRun),
  drill: async (store, put) => {
    await put(drillKey(run));
    return readDrills(store);
  },
  watch: as(watchReport),
  replication: as(replicationState),
  audit: async (store, put, text) => {
    await put(auditKey("2026-11-01", 1));
    await new AuditReader(store).read({});
    return as(auditEntry)(store, put, text);
  },
  approval: asOne("request"),
  decision: asOne("decision"),
  "end of an approval": asOne("end"),
  "active backup": async (store, put) => {
    await put(ACTIVE_BACKUP_KEY);
    return readActiveBackup(store);
  },
  hold: async (store, put) => {
    await put(holdFileKey("holds/7/"));
    const { file } = await readHold(store, "holds/7/");
    // Taken for none, and written over.
    if (!file) throw new AppError("record-invalid", { key: "hold.json" });
    return file;
  },
  evidence: async (store, put) => {
    await put(evidenceKey("2026-11-01T02:05:00Z", { from: "2026-10-01", to: "2026-10-31" }, "evidence.json"));
    return previousEvidence(store);
  },
};

test.each(Object.keys(READ) as RecordName[])("the sound %s is read", async (name) => {
  const text = SAMPLE_RECORDS[name];
  const store = new MemoryObjectStore();
  expect(await READ[name](store, (key) => store.put(key, text), text)).toBeDefined();
});

test.each(Object.keys(READ) as RecordName[])("a hostile %s is read or refused", { timeout: 120_000 }, async (name) => {
  const property = fc.asyncProperty(hostileJson(SAMPLE_RECORDS[name]), async (text) => {
    const store = new MemoryObjectStore();
    try {
      const value = await READ[name](store, (key) => store.put(key, text), text);
      expect(() => JSON.stringify(value)).not.toThrow();
      expect(() => canonical(value)).not.toThrow();
      // Keys of the record itself may be called so; its prototype may not be another.
      if (typeof value === "object" && value !== null) expect("polluted" in value).toBe(false);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      expect(error.code).not.toBe("unexpected");
    }
    expect("polluted" in {}).toBe(false);
  });
  await fc.assert(property, { numRuns: CASES });
});
