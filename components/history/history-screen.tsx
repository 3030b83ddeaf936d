"use client";
import ContentLayout from "@cloudscape-design/components/content-layout";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useQuery } from "@tanstack/react-query";
import { isWhole } from "@/lib/domain/catalogue/catalogue-status";
import type { KnownHistory } from "@/lib/domain/catalogue/catalogue-views";
import { newestSafe, restorePoints } from "@/lib/domain/catalogue/repository-history";
import { AgeNote } from "../parts/age-note";
import { CatalogueNote } from "../parts/catalogue-note";
import { QueryView } from "../parts/query-view";
import { RoleButton } from "../parts/role-button";
import { POLL_MS } from "../polling";
import { StartVerifyButton } from "../runs/start-verify-button";
import { BucketsAway } from "../snapshots/buckets-away";
import { browseAddress, restoreAddress } from "./history-address";
import { HistoryContent } from "./history-content";
import { openPoint } from "./open-point";
import { historyQuery } from "./queries";

/** One repository over all snapshots, whatever it was called. */
export function HistoryScreen({ repository, id }: { repository: string; id?: number }) {
  const query = useQuery(historyQuery({ repository, id }));
  const { data } = query;
  const intervalMs = data && isWhole(data.catalogue) ? POLL_MS.history : POLL_MS.busyList;
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description={<AgeNote query={query} intervalMs={intervalMs} />}
          actions={data && <Actions history={data.history} />}
        >
          {data?.history.name ?? repository}
        </Header>
      }
    >
      <SpaceBetween size="l">
        <BucketsAway />
        {data && <CatalogueNote status={data.catalogue} what="This history" meanwhile={untilWhole(data.onlyNewest)} />}
        <QueryView query={query} what={`the history of ${repository}`}>
          {(found) => <HistoryContent found={found} address={{ repository, id }} />}
        </QueryView>
      </SpaceBetween>
    </ContentLayout>
  );
}

const untilWhole = (onlyNewest: number | undefined): string | undefined =>
  onlyNewest === undefined
    ? undefined
    : `Until then it is told by ${onlyNewest === 1 ? "the newest snapshot" : `the newest ${onlyNewest} snapshots`} alone, from the buckets; older restore points, branches and tags appear by themselves.`;

function Actions({ history }: { history: KnownHistory }) {
  const safe = newestSafe(restorePoints(history));
  if (!safe) return null;
  return (
    <SpaceBetween direction="horizontal" size="xs">
      <RoleButton action="browse a backup" href={browseAddress(safe)}>
        Browse newest
      </RoleButton>
      <RoleButton action="download a backup" onClick={() => openPoint(safe)}>
        Download newest
      </RoleButton>
      <StartVerifyButton
        request={{ scope: "repository", repository: safe.row.repository, snapshot: safe.snapshot }}
        ariaLabel={`Verify newest: ${safe.row.repository} of ${safe.snapshot}`}
      >
        Verify newest
      </StartVerifyButton>
      <RoleButton action="restore a repository" variant="primary" href={restoreAddress(safe)}>
        Restore newest
      </RoleButton>
    </SpaceBetween>
  );
}
