import { AppError } from "@/lib/domain/errors";
import type { SnapshotId } from "@/lib/domain/ids";
import type { Manifest } from "@/lib/domain/manifest";
import { findEntry } from "@/lib/domain/plan-repository";
import { planRearm, planRestore } from "@/lib/domain/plan-restore";
import type { RestorePlan } from "@/lib/domain/restore-plan";
import type { RequestOf, RestoreRequest } from "@/lib/domain/restore-request";
import type { Side } from "@/lib/domain/snapshot";
import { askEither, type Sides } from "./both-sides";
import { planDigest } from "./digest";
import { findManifest } from "./find-manifest";
import { readBundleHeader } from "./read-bundle-header";
import { type Backups, readManifest } from "./read-manifest";

/** How a manifest is read; the console keeps what it has read. */
export type ReadManifest = (backups: Backups, snapshot: SnapshotId) => Promise<Manifest>;

export interface PlanWithDigest {
  plan: RestorePlan;
  digest: string;
  /** What was read from the other bucket, and why: the plan is the same, both hold the same objects. */
  notices: string[];
}

/**
 * Reads the snapshot and plans; console and worker call just this, so they agree. The bucket in the plan is the one that
 * was asked for; where it cannot be read, the other one is, and a notice says so.
 * @throws AppError as planRestore, not-found (no such bucket is configured), snapshot-missing, storage-*
 */
export async function makeRestorePlan(
  sides: Sides,
  request: RestoreRequest,
  existing: ReadonlySet<string>,
  read: ReadManifest = readManifest,
): Promise<PlanWithDigest> {
  if (request.kind === "rearm") return withDigest(planRearm(request), []);
  const { bucket } = backupsOn(sides, request.source).store;
  const { manifest, notices } = await findManifest(sides, request.source, request.snapshot, read);
  const refs = request.kind === "ref" ? await readRefs(sides, request, manifest) : undefined;
  return withDigest(planRestore(request, { manifest, bucket, existing, refs }), notices);
}

/** @throws AppError not-found when no such bucket is configured */
export function backupsOn(sides: Partial<Sides>, side: Side): Backups {
  const found = sides[side];
  if (!found) throw new AppError("not-found", { what: `a ${side} bucket (none is configured)` });
  return found;
}

/** The manifest has no refs: they stand in the header of the chain's last bundle. */
async function readRefs(sides: Sides, { source, snapshot, repository }: RequestOf<"ref">, manifest: Manifest) {
  const last = findEntry(manifest, snapshot, repository).chain.at(-1);
  if (!last) return [];
  const { value } = await askEither(sides, source, ({ store }) =>
    readBundleHeader(store, { key: last.s3_key, versionId: last.version_id }),
  );
  return value.refs;
}

const withDigest = (plan: RestorePlan, notices: string[]): PlanWithDigest => ({
  plan,
  digest: planDigest(plan),
  notices,
});
