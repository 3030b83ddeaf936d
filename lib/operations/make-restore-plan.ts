import { AppError } from "@/lib/domain/errors";
import { type PlanSource, planRestore, type RestorePlan, type RestoreRequest } from "@/lib/domain/restore-plan";
import type { Side } from "@/lib/domain/snapshot";
import type { ObjectStore } from "@/lib/ports/object-store";
import { planDigest } from "./digest";
import { backupsIn, readManifest } from "./read-manifest";

export interface PlanWithDigest {
  plan: RestorePlan;
  digest: string;
}

/** Reads the snapshot from the side that was asked for and plans; console and worker call just this, so they agree. */
export async function makeRestorePlan(
  stores: Partial<Record<Side, ObjectStore>>,
  root: string,
  request: RestoreRequest,
  existing: PlanSource["existing"],
): Promise<PlanWithDigest> {
  const store = storeFor(stores, request.source);
  const manifest = await readManifest(backupsIn(store, root), request.snapshot);
  const plan = planRestore(request, { manifest, bucket: store.bucket, existing });
  return { plan, digest: planDigest(plan) };
}

/** @throws AppError not-found when no such bucket is configured */
export function storeFor(stores: Partial<Record<Side, ObjectStore>>, side: Side): ObjectStore {
  const store = stores[side];
  if (!store) throw new AppError("not-found", { what: `a ${side} bucket (none is configured)` });
  return store;
}
