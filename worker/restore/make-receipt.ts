import type { Receipt } from "@/lib/domain/receipt";
import { defaultBranch } from "@/lib/domain/refs";
import type { RepositoryPlan } from "@/lib/domain/restore-plan";
import { keyOfReceipt, writeReceipt } from "@/lib/operations/run-records";
import { skippedRefs } from "./compare-target";
import type { ReadItem } from "./read-item";
import type { Begun } from "./restore-context";

export interface WrittenReceipt {
  receipt: Receipt;
  /** Absent without a records bucket. */
  key?: string;
  hash?: string;
}

type Parts = Pick<Receipt, "startedAt" | "finishedAt" | "durations" | "refs" | "counts" | "warnings"> &
  Partial<Pick<Receipt, "target" | "pushes" | "artefact" | "directory">>;

/** The receipt of one repository, whatever became of it. */
export function makeReceipt(
  { recorder, agreed }: Begun,
  item: RepositoryPlan,
  { bundles, rebuilt, notices }: ReadItem,
  parts: Parts,
): Receipt {
  const { plan, digest, approvedBy, retryOf, sides } = agreed;
  const { request } = plan;
  if (request.kind === "rearm") throw new Error("a change of settings restores nothing");
  const asked = request.source;
  return {
    version: 2,
    run: recorder.run,
    kind: request.kind,
    retryOf,
    planDigest: digest,
    snapshot: request.snapshot,
    item,
    requestedBy: approvedBy,
    source: {
      asked,
      bucket: plan.bucket ?? sides[asked]?.store.bucket ?? "",
      objects: bundles.map(({ link, file: _, ...object }) => ({ key: link.key, ...object })),
    },
    skipped: request.kind === "repository" || request.kind === "batch" ? skippedRefs(rebuilt.refs) : [],
    defaultBranch: defaultBranch(rebuilt.head),
    fsck: { passed: rebuilt.findings.length === 0, findings: rebuilt.findings },
    ...parts,
    warnings: [...notices, ...parts.warnings],
  };
}

/** Into the records bucket, or to whoever reads the output where there is none. */
export async function keepReceipt(
  { services, recorder, print, agreed: { plan } }: Begun,
  receipt: Receipt,
): Promise<WrittenReceipt> {
  if (!services.records) {
    print(JSON.stringify(receipt, null, 2));
    return { receipt };
  }
  const many = plan.request.kind === "batch";
  const key = keyOfReceipt(recorder.run, many ? receipt.item.target : undefined);
  const { hash } = await writeReceipt(services.records, key, receipt);
  return { receipt: { ...receipt, hash }, key, hash };
}
