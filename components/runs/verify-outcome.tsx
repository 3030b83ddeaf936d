"use client";
import Alert from "@cloudscape-design/components/alert";
import type { VerifyRecord } from "@/lib/domain/proof-run";
import { verifyResult } from "@/lib/domain/verify-words";

export function VerifyOutcome({ verify }: { verify: VerifyRecord }) {
  if (verify.counts?.chosen === 0)
    return (
      <Alert type="info" header="There was nothing to prove">
        No repository of the snapshot has a bundle.
      </Alert>
    );
  return (
    <Alert type="success" header={verifyResult(verify)}>
      Each was read back from its bucket, rebuilt with git and checked; every ref is the same as GitHub had it at the
      capture.
    </Alert>
  );
}
