"use client";
import KeyValuePairs, { type KeyValuePairsProps } from "@cloudscape-design/components/key-value-pairs";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { formatNumber } from "@/lib/domain/format";
import { type OpenedReceipt, SEAL_VIEW } from "@/lib/domain/opened-receipt";
import type { Receipt } from "@/lib/domain/receipt";
import { RouteLink } from "../parts/route-link";
import { Took } from "../parts/times";
import styles from "./runs.module.css";

/** What was compared, what the repository is like now, who approved it, and whether the receipt is as it was written. */
export function ReceiptFacts({ opened: { receipt, seal } }: { opened: OpenedReceipt }) {
  const { counts, fsck, snapshot, startedAt, finishedAt } = receipt;
  const view = SEAL_VIEW[seal];
  const same = counts.missing + counts.different === 0;
  const compared: KeyValuePairsProps.Item[] = receipt.target
    ? [
        {
          label: "Refs compared",
          value: (
            <StatusIndicator type={same ? "success" : "error"}>
              {formatNumber(counts.equal)} of {formatNumber(counts.equal + counts.missing + counts.different)} equal
            </StatusIndicator>
          ),
        },
        { label: "Not pushed by GitHub's rules", value: formatNumber(counts.skipped) },
      ]
    : [];
  return (
    <KeyValuePairs
      columns={4}
      minColumnWidth={170}
      items={[
        ...compared,
        {
          label: "git fsck",
          value: (
            <StatusIndicator type={fsck.passed ? "success" : "warning"}>
              {fsck.passed ? "Passed" : `${formatNumber(fsck.findings.length)} findings`}
            </StatusIndicator>
          ),
        },
        {
          label: "This receipt",
          value: (
            <span title={view.explanation} data-testid="seal">
              <StatusIndicator type={view.indicator}>{view.label}</StatusIndicator>
            </span>
          ),
        },
        { label: "Default branch", value: receipt.defaultBranch ?? "–" },
        ...targetFacts(receipt),
        {
          label: "Snapshot",
          value: <RouteLink href={`/snapshots/${snapshot}?side=${receipt.source.asked}`}>{snapshot}</RouteLink>,
        },
        { label: "Approved by", value: receipt.requestedBy },
        { label: "Took", value: <Took ms={Date.parse(finishedAt) - Date.parse(startedAt)} /> },
        { label: "Plan", value: <Digest text={receipt.planDigest} /> },
        ...(receipt.hash ? [{ label: "Hash of the receipt", value: <Digest text={receipt.hash} /> }] : []),
      ]}
    />
  );
}

function targetFacts({ target, artefact, pushes }: Receipt): KeyValuePairsProps.Item[] {
  if (artefact) return [{ label: "Bundle", value: <span className={styles.mono}>{artefact.key}</span> }];
  if (!target) return [];
  return [
    { label: "Repository", value: target.repository },
    { label: "GitHub's id of it", value: String(target.id) },
    { label: "Visibility at the end", value: target.visibility },
    { label: "GitHub Actions at the end", value: target.actionsEnabled ? "on" : "off" },
    ...(target.archived ? [{ label: "Archived", value: "as it was" }] : []),
    ...(pushes ? [{ label: "Pushes", value: formatNumber(pushes) }] : []),
  ];
}

export function Digest({ text }: { text: string }) {
  return (
    <span className={styles.mono} title={text}>
      {text.replace("sha256:", "").slice(0, 16)}
    </span>
  );
}
