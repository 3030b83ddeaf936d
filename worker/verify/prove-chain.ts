import { AppError, asAppError, type ErrorCode, hasCode, problemOf } from "@/lib/domain/errors";
import { formatAge, formatBytes } from "@/lib/domain/format";
import { planRepository } from "@/lib/domain/plan-repository";
import { lastLinkOf, type Proof } from "@/lib/domain/proof";
import type { Choice } from "@/lib/domain/proof-selection";
import type { RepositoryPlan } from "@/lib/domain/restore-plan";
import type { ObjectStore } from "@/lib/ports/object-store";
import { type FetchedBundle, fetchChain } from "@/lib/rebuild/fetch-chain";
import { OneSide } from "@/lib/rebuild/one-side";
import { rebuildRepository } from "@/lib/rebuild/rebuild-repository";
import { unpackAndFsck } from "@/lib/rebuild/unpack-chain";
import { withScratch } from "../scratch";
import type { ProvableEntry } from "./choose-chains";
import type { ScratchGate } from "./scratch-gate";
import type { VerifyContext } from "./verify-context";

export interface ProveJob {
  context: VerifyContext;
  choice: Choice<ProvableEntry>;
  store: ObjectStore;
  gate: ScratchGate;
  /** Bytes as they come from the bucket; negative when they do not count after all. */
  onBytes: (count: number) => void;
}

/** That nothing could be said of the backup: it is not what failed. */
const SAYS_NOTHING: readonly ErrorCode[] = [
  "storage-unreachable",
  "storage-credentials",
  "storage-bucket-missing",
  "storage-denied",
  "scratch-too-small",
  "too-large-to-prove",
  "replica-lagging",
  "git-missing",
  "unexpected",
];

/** The bundles, the packs they become and their indexes; bases that a thin pack is completed with. */
const SCRATCH_SHARE = 2.5;
const SCRATCH_BESIDES = 1024 * 1024;
const FINDINGS_NAMED = 5;

export const scratchNeeded = (totalBytes: number): number => totalBytes * SCRATCH_SHARE + SCRATCH_BESIDES;

/**
 * Reads one chain back from one bucket, and from that one only; hashes every bundle against the manifest; rebuilds the
 * repository with stock git; has git check every object; compares every ref.
 * @returns the proof, held or failed
 * @throws AppError with one of the codes that say nothing of the backup; the signal's reason
 */
export async function proveChain(job: ProveJob): Promise<Proof> {
  const { context, choice, gate } = job;
  const { entry } = choice;
  const plan = planRepository(entry, entry.snapshot);
  const needed = scratchNeeded(plan.totalBytes);
  if (needed > gate.total) {
    const facts = { repository: entry.repo, needed: formatBytes(needed), budget: formatBytes(gate.total) };
    throw new AppError("too-large-to-prove", facts);
  }
  return gate.with(needed, async () => {
    context.signal.throwIfAborted();
    const startedAt = context.now();
    try {
      const facts = await withScratch(context.env.SCRATCH_DIR, (scratch) => rebuild(job, plan, scratch));
      return made(job, plan, startedAt, { verdict: "proven", ...facts });
    } catch (error) {
      context.signal.throwIfAborted();
      const known = inTime(job, asAppError(error));
      if (hasCode(known, ...SAYS_NOTHING)) throw known;
      return made(job, plan, startedAt, { verdict: "failed", problem: problemOf(known) });
    }
  });
}

async function rebuild({ context, store, onBytes }: ProveJob, plan: RepositoryPlan, scratch: string) {
  const { signal, env } = context;
  const options = { signal, onBytes, onNotice: () => undefined, firstPauseMs: env.RETRY_PAUSE_MS };
  const bundles = await fetchChain(new OneSide(store), plan, scratch, options);
  const { refs, findings } = await rebuildRepository(plan, bundles, scratch, signal, unpackAndFsck);
  const texts = [...overwritten(bundles), ...findings];
  return {
    refs: refs.length,
    ...(texts.length > 0 ? { findings: texts.length, finding_texts: texts.slice(0, FINDINGS_NAMED) } : {}),
  };
}

/** The same bytes under another version: harmless, and nothing of ours does that. */
function overwritten(bundles: readonly FetchedBundle[]): string[] {
  return bundles.flatMap(({ link: { key, versionId: written }, versionId }) =>
    written !== undefined && versionId !== undefined && versionId !== written
      ? [`${key}: version ${versionId} lies on top of ${written}, with the same bytes`]
      : [],
  );
}

type Verdict = { verdict: Proof["verdict"] } & Partial<Proof>;

function made({ context, choice }: ProveJob, plan: RepositoryPlan, startedAt: Date, verdict: Verdict): Proof {
  const { entry, side } = choice;
  const at = context.now();
  const link = lastLinkOf(entry.chain);
  if (!link) throw new AppError("entry-missing", { snapshot: entry.snapshot, repository: entry.repo });
  return {
    side,
    at: at.toISOString(),
    run: context.recorder.run,
    snapshot: entry.snapshot,
    last_link: link,
    links: plan.chain.length,
    bytes: plan.totalBytes,
    seconds: (at.getTime() - startedAt.getTime()) / 1000,
    ...verdict,
  };
}

/** What the replica does not have yet is not missing. */
function inTime({ context, choice, store }: ProveJob, error: AppError): AppError {
  const { entry, side } = choice;
  const { REPLICA_TARGET_MINUTES: minutes } = context.env;
  const now = context.now();
  const young = now.getTime() - Date.parse(entry.finishedAt) < minutes * 60_000;
  if (side !== "replica" || !young || !hasCode(error, "object-missing")) return error;
  const facts = { key: error.facts.key, bucket: store.bucket, age: formatAge(entry.finishedAt, now), minutes };
  return new AppError("replica-lagging", facts, { cause: error });
}
