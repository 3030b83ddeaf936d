import { AppError, asAppError, hasCode, problemOf } from "@/lib/domain/errors";
import { plural } from "@/lib/domain/format";
import type { SideManifests } from "@/lib/domain/manifest-chain";
import type { ProofLedger, SeenManifest } from "@/lib/domain/proof";
import type { NewProof } from "@/lib/domain/proof-ledger";
import type { ManifestFinding, ProofRun, Unproven, VerifyCounts, VerifyRequest } from "@/lib/domain/proof-run";
import type { Side } from "@/lib/domain/snapshot";
import { VERSION } from "@/lib/domain/version";
import { mergeIntoLedger, readLedger, rebuildLedger, writeProofRun } from "@/lib/operations/proof-records";
import type { OpenedSides } from "./open-sides";
import type { VerifyContext } from "./verify-context";

/** A run that is killed loses no more than the proofs of so long. */
const FLUSH_MS = 30_000;

/** Collects what a run finds and writes it down: into the ledger while it goes on, as evidence at the end. */
export class ProofBook {
  readonly proofs: NewProof[] = [];
  readonly unproven: Unproven[] = [];
  altered: readonly ManifestFinding[] = [];
  manifests: ProofRun["manifests"] = [];
  away: OpenedSides["away"] = [];
  chosen = 0;
  private readonly context: VerifyContext;
  private readonly startedAt: Date;
  private written = 0;
  private seen: readonly SeenManifest[] = [];
  private lastFlush: number;
  private writing: Promise<void> = Promise.resolve();

  constructor(context: VerifyContext) {
    this.context = context;
    this.startedAt = context.now();
    this.lastFlush = this.startedAt.getTime();
  }

  /** The ledger; made of the runs' evidence again where it is damaged. Undefined without a records bucket. @throws AppError storage-* */
  async open(): Promise<ProofLedger | undefined> {
    const { services, log, now } = this.context;
    const { records } = services;
    if (!records) return undefined;
    try {
      return await readLedger(records);
    } catch (error) {
      if (!hasCode(error, "record-invalid")) throw error;
      log.warn("ledger-damaged", `${error.message}; it is read from the evidence of the runs instead`);
      return rebuildLedger(records, now().toISOString());
    }
  }

  /** What the check of the manifests found. Those that are as they should be are remembered. */
  noteManifests(sides: readonly SideManifests[], altered: readonly ManifestFinding[]): void {
    this.altered = altered;
    const seen_at = this.startedAt.toISOString();
    this.manifests = sides.flatMap(({ side, copies }) =>
      [...copies].flatMap(([snapshot, copy]) => ("sha256" in copy ? [{ snapshot, side, sha256: copy.sha256 }] : [])),
    );
    const doubtful = new Set(altered.map(({ snapshot }) => snapshot));
    this.seen = this.manifests.flatMap(({ snapshot, sha256 }) =>
      doubtful.has(snapshot) ? [] : [{ snapshot, sha256, seen_at }],
    );
  }

  add(proof: NewProof): void {
    this.proofs.push(proof);
    const now = this.context.now().getTime();
    if (now - this.lastFlush < FLUSH_MS) return;
    this.lastFlush = now;
    this.writing = this.writing.then(() => this.flush()).catch((error: unknown) => this.tell(error));
  }

  /** The rest of the proofs, and the evidence. @returns the evidence's key @throws AppError storage-*, object-changed */
  async close(request: VerifyRequest): Promise<string | undefined> {
    await this.writing;
    const { services, recorder, now } = this.context;
    if (!services.records) return undefined;
    await this.flush();
    return writeProofRun(services.records, {
      version: 1,
      run: recorder.run,
      worker: VERSION,
      request,
      requested_by: recorder.actor ?? this.context.env.RUN_TRIGGER,
      started_at: this.startedAt.toISOString(),
      finished_at: now().toISOString(),
      buckets: { primary: services.primary.bucket, replica: services.replica?.bucket },
      counts: this.counts(),
      manifests: this.manifests,
      altered: [...this.altered],
      proofs: this.proofs.map(({ of, proof }) => ({ ...of, ...proof })),
      unproven: this.unproven,
    });
  }

  counts(): VerifyCounts {
    const proven = this.proofs.filter(({ proof }) => proof.verdict === "proven").length;
    return {
      chosen: this.chosen,
      proven,
      failed: this.proofs.length - proven,
      unproven: this.unproven.length,
      altered: this.altered.length,
    };
  }

  /** What the metric counts: chains and manifests that are not right, buckets that do not answer. */
  failures(): number {
    const { failed, altered } = this.counts();
    return failed + altered + this.away.length;
  }

  /** Undefined when all that was chosen is proven, or only waits for the replica. */
  verdict(): AppError | undefined {
    const failed = this.proofs
      .filter(({ proof }) => proof.verdict === "failed")
      .map(({ of, proof }) => ({ ...of, ...proof }));
    const left = this.unproven.filter(({ problem }) => problem.code !== "replica-lagging");
    const parts = [
      named(failed, "the backup is not what was written", "backups are not what was written"),
      named(left, "could not be proven", "could not be proven"),
      this.altered[0] &&
        `${plural(this.altered.length, "manifest")} altered or gone, of snapshot ${this.altered[0].snapshot} for one`,
      this.away[0] && `the ${this.away[0].side} does not answer`,
    ].filter((part) => part !== undefined);
    return parts.length > 0 ? new AppError("proofs-failed", { what: parts.join("; ") }) : undefined;
  }

  private async flush(): Promise<void> {
    const { services, now } = this.context;
    const proofs = this.proofs.slice(this.written);
    if (!services.records || (proofs.length === 0 && this.seen.length === 0)) return;
    await mergeIntoLedger(services.records, { proofs, manifests: this.seen }, now().toISOString());
    this.written += proofs.length;
    this.seen = [];
  }

  /** They are written with the next ones. */
  private tell(error: unknown): void {
    const { code, message, hint } = problemOf(asAppError(error));
    this.context.log.warn("ledger-not-written", `the proofs could not be written down yet: ${message}`, { code, hint });
  }
}

function named(list: readonly { repo: string; side: Side }[], one: string, many: string): string | undefined {
  const [first] = list;
  if (!first) return undefined;
  return list.length === 1
    ? `${first.repo} in the ${first.side}: ${one}`
    : `${list.length} ${many}, ${first.repo} in the ${first.side} for one`;
}
