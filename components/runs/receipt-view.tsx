"use client";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useQuery } from "@tanstack/react-query";
import { formatNumber } from "@/lib/domain/format";
import type { Receipt } from "@/lib/domain/receipt";
import { QueryView } from "../parts/query-view";
import { Exact } from "../parts/times";
import { receiptQuery } from "./queries";
import { ReceiptRefs } from "./receipt-refs";

/** The evidence of a restore: what was asked for and what is there. */
export function ReceiptView({ id }: { id: string }) {
  const query = useQuery(receiptQuery(id));
  return (
    <QueryView query={query} what="the receipt">
      {(receipt) => <ReceiptContent id={id} receipt={receipt} />}
    </QueryView>
  );
}

function ReceiptContent({ id, receipt }: { id: string; receipt: Receipt }) {
  const { target, counts, fsck } = receipt;
  const same = counts.missing + counts.different === 0;
  return (
    <Container
      data-testid="receipt"
      header={
        <Header
          variant="h2"
          description={<Exact at={receipt.finishedAt} />}
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button iconName="download" href={`/api/runs/${id}/receipt?download=1`} download>
                Download receipt
              </Button>
              <Button
                iconName="external"
                iconAlign="right"
                href={target.url}
                target="_blank"
                rel="noreferrer"
                variant="primary"
              >
                Open on GitHub
              </Button>
            </SpaceBetween>
          }
        >
          Receipt
        </Header>
      }
    >
      <SpaceBetween size="l">
        <KeyValuePairs
          columns={4}
          minColumnWidth={170}
          items={[
            {
              label: "Refs compared",
              value: (
                <StatusIndicator type={same ? "success" : "error"}>
                  {formatNumber(counts.equal)} of {formatNumber(counts.equal + counts.missing + counts.different)} equal
                </StatusIndicator>
              ),
            },
            { label: "Not pushed by GitHub's rules", value: formatNumber(counts.skipped) },
            { label: "Default branch", value: receipt.defaultBranch ?? "–" },
            {
              label: "git fsck",
              value: (
                <StatusIndicator type={fsck.passed ? "success" : "error"}>
                  {fsck.passed ? "Passed" : "Failed"}
                </StatusIndicator>
              ),
            },
            { label: "New repository", value: target.repository },
            { label: "Visibility", value: target.visibility },
            { label: "GitHub Actions", value: target.actionsEnabled ? "on" : "off" },
            { label: "Approved by", value: receipt.requestedBy },
          ]}
        />
        <ReceiptRefs refs={receipt.refs} skipped={receipt.skipped} />
      </SpaceBetween>
    </Container>
  );
}
