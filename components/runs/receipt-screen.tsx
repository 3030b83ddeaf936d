"use client";
import ContentLayout from "@cloudscape-design/components/content-layout";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useQuery } from "@tanstack/react-query";
import { RouteLink } from "../parts/route-link";
import { ChangesPanel } from "../restore/changes-panel";
import { receiptQuery } from "../restore/queries";
import { ReceiptView } from "./receipt-view";

/** One repository of many: its receipt, and what may follow. */
export function ReceiptScreen({ run, target }: { run: string; target: string }) {
  const { data } = useQuery(receiptQuery(run, target));
  const { receipt, item } = data ?? {};
  const made = receipt?.target;
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description={
            <>
              Restored {receipt ? `from ${receipt.item.repository} ` : ""}by{" "}
              <RouteLink href={`/runs/${run}`}>run {run}</RouteLink>
            </>
          }
        >
          {target}
        </Header>
      }
    >
      <SpaceBetween size="l">
        <ReceiptView run={run} target={target} />
        {receipt && made && (
          <ChangesPanel
            restoredBy={receipt.retryOf ?? receipt.run}
            item={item ?? { repository: receipt.item.repository, target: receipt.item.target, state: "done" }}
            made={made}
            visibilityWas={receipt.item.visibilityWas}
          />
        )}
      </SpaceBetween>
    </ContentLayout>
  );
}
