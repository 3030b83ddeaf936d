import { createHash } from "node:crypto";
import { canonicalPlan } from "@/lib/domain/plan-difference";
import { receiptText, type Seal } from "@/lib/domain/receipt";
import { type RefAdvertisement, refDigestText } from "@/lib/domain/refs";
import type { RestorePlan } from "@/lib/domain/restore-plan";

/** `sha256:<hex>` of the plan's canonical text: what a person approves and the worker checks. */
export function planDigest(plan: RestorePlan): string {
  return `sha256:${createHash("sha256").update(canonicalPlan(plan), "utf8").digest("hex")}`;
}

/** `sha256:<hex>` of the refs as advertised; equal digests mean equal repositories. */
export function refDigest(advertisement: RefAdvertisement): string {
  return `sha256:${createHash("sha256").update(refDigestText(advertisement), "latin1").digest("hex")}`;
}

/** `sha256:<hex>` of a receipt without its own hash: what a later change of it shows by. */
export function receiptHash(receipt: object): string {
  return `sha256:${createHash("sha256").update(receiptText(receipt), "utf8").digest("hex")}`;
}

/** Whether a stored receipt is as it was written; `recorded` is the hash that the run's record has of it. */
export function sealOf(stored: object, recorded?: string): Seal {
  const hash = "hash" in stored && typeof stored.hash === "string" ? stored.hash : undefined;
  if (hash === undefined) return recorded === undefined ? "unsealed" : "changed";
  return hash === receiptHash(stored) && (recorded === undefined || recorded === hash) ? "unchanged" : "changed";
}

/** SHA-256 of a text's UTF-8 bytes, in hex: what the next entry of the audit trail names. */
export function contentHash(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}
