"use client";
import type { RepositoryName } from "@/lib/domain/ids";
import { runOfReceipt } from "@/lib/domain/opened-receipt";
import { RouteLink } from "../parts/route-link";

interface ReceiptLinkProps {
  /** The receipt's key. */
  receipt?: string;
  target?: RepositoryName;
  repository: RepositoryName;
}

/** What was restored by a run before this one has its receipt there. */
export function ReceiptLink({ receipt, target, repository }: ReceiptLinkProps) {
  const run = receipt && runOfReceipt(receipt);
  if (!run || !target) return <>–</>;
  return (
    <RouteLink href={`/runs/${run}/receipts/${target}`} ariaLabel={`Receipt of ${repository}`}>
      Receipt
    </RouteLink>
  );
}
