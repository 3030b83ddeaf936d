"use client";
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useQuery } from "@tanstack/react-query";
import { type OpenedReceipt, SEAL_VIEW } from "@/lib/domain/opened-receipt";
import { address } from "../http";
import { QueryView } from "../parts/query-view";
import { Exact } from "../parts/times";
import { receiptQuery } from "../restore/queries";
import { ReceiptFacts } from "./receipt-facts";
import { ReceiptRefs } from "./receipt-refs";
import { ReceiptSources } from "./receipt-sources";

/** The evidence of a restore: what was asked for and what is there. `target` names one of many. */
export function ReceiptView({ run, target }: { run: string; target?: string }) {
  const query = useQuery(receiptQuery(run, target));
  return (
    <QueryView query={query} what="the receipt">
      {(opened) => <ReceiptContent run={run} target={target} opened={opened} />}
    </QueryView>
  );
}

function ReceiptContent({ run, target, opened }: { run: string; target?: string; opened: OpenedReceipt }) {
  const { receipt, seal } = opened;
  const file = address(`/api/receipts/${run}`, { target, download: "1" });
  return (
    <Container
      data-testid="receipt"
      header={
        <Header
          variant="h2"
          description={<Exact at={receipt.finishedAt} />}
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button iconName="download" href={file} download>
                Download receipt
              </Button>
              {receipt.target && (
                <Button
                  iconName="external"
                  iconAlign="right"
                  href={receipt.target.url}
                  target="_blank"
                  rel="noreferrer"
                  variant="primary"
                >
                  Open on GitHub
                </Button>
              )}
            </SpaceBetween>
          }
        >
          Receipt
        </Header>
      }
    >
      <SpaceBetween size="l">
        {seal === "changed" && (
          <Alert type="error" header={SEAL_VIEW.changed.label}>
            {SEAL_VIEW.changed.explanation}
          </Alert>
        )}
        <ReceiptFacts opened={opened} />
        {receipt.warnings.length > 0 && (
          <Alert type="warning" header="Noted while it was restored">
            <ul>
              {receipt.warnings.map((warning) => (
                <li key={warning}>{warning}</li>
              ))}
            </ul>
          </Alert>
        )}
        <ReceiptRefs refs={receipt.refs} skipped={receipt.skipped} />
        <ReceiptSources receipt={receipt} />
      </SpaceBetween>
    </Container>
  );
}
