import { createHash } from "node:crypto";
import { type RefAdvertisement, refDigestText } from "@/lib/domain/refs";
import { canonicalPlan, type RestorePlan } from "@/lib/domain/restore-plan";

/** `sha256:<hex>` of the plan's canonical text: what a person approves and the worker checks. */
export function planDigest(plan: RestorePlan): string {
  return `sha256:${createHash("sha256").update(canonicalPlan(plan), "utf8").digest("hex")}`;
}

/** `sha256:<hex>` of the refs as advertised; equal digests mean equal repositories. */
export function refDigest(advertisement: RefAdvertisement): string {
  return `sha256:${createHash("sha256").update(refDigestText(advertisement), "latin1").digest("hex")}`;
}
