"use client";
import ContentLayout from "@cloudscape-design/components/content-layout";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tabs from "@cloudscape-design/components/tabs";
import { useQuery } from "@tanstack/react-query";
import type { RetentionView } from "@/lib/domain/retention/retention-view";
import { AgeNote } from "../parts/age-note";
import { QueryView } from "../parts/query-view";
import { useUrlParam } from "../parts/use-url-param";
import { POLL_MS } from "../polling";
import { KeptTable } from "./kept-table";
import { retentionQuery } from "./queries";
import { RulesPanel } from "./rules-panel";
import { Simulator } from "./simulator";

/** What is kept and until when, and what other settings would keep and cost. */
export function RetentionScreen() {
  const query = useQuery(retentionQuery());
  return (
    <ContentLayout
      header={
        <Header variant="h1" description={<AgeNote query={query} intervalMs={POLL_MS.retention} />}>
          Retention and cost
        </Header>
      }
    >
      <QueryView query={query} what="the rules of the buckets">
        {(retention) => <Parts retention={retention} />}
      </QueryView>
    </ContentLayout>
  );
}

function Parts({ retention }: { retention: RetentionView }) {
  const [tab, setTab] = useUrlParam("tab");
  return (
    <Tabs
      ariaLabel="Retention and cost"
      activeTabId={tab === "simulator" ? "simulator" : "kept"}
      onChange={({ detail }) => setTab(detail.activeTabId === "kept" ? undefined : detail.activeTabId, "push")}
      tabs={[
        {
          id: "kept",
          label: "Kept until when",
          content: (
            <SpaceBetween size="l">
              <RulesPanel buckets={retention.buckets} />
              <KeptTable buckets={retention.buckets} />
            </SpaceBetween>
          ),
        },
        { id: "simulator", label: "Simulator", content: <Simulator retention={retention} /> },
      ]}
    />
  );
}
