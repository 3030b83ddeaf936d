"use client";
import Alert from "@cloudscape-design/components/alert";
import Badge from "@cloudscape-design/components/badge";
import ContentLayout from "@cloudscape-design/components/content-layout";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useQuery } from "@tanstack/react-query";
import type { RepositoryName, SnapshotId } from "@/lib/domain/ids";
import { whyOtherSide } from "@/lib/domain/other-side";
import { OUTCOME_VIEW } from "@/lib/domain/outcome";
import type { Side } from "@/lib/domain/snapshot";
import type { EntryDetail } from "@/lib/domain/snapshot-detail";
import { Empty } from "../parts/empty";
import { QueryView } from "../parts/query-view";
import { RoleButton } from "../parts/role-button";
import { RouteLink } from "../parts/route-link";
import { useUrlParam } from "../parts/use-url-param";
import { useRefusal } from "../shell/session-context";
import { entryQuery } from "../snapshots/queries";
import { OpenedRepository } from "./opened-repository";

/** One repository of one snapshot, looked into without restoring it. */
export function BrowseScreen({ snapshot, repository }: { snapshot: SnapshotId; repository: RepositoryName }) {
  const [asked] = useUrlParam("side");
  const side: Side = asked === "replica" ? "replica" : "primary";
  const query = useQuery(entryQuery(snapshot, repository, side));
  const target = new URLSearchParams({ snapshot, repository, source: side });
  const entryPage = `/snapshots/${snapshot}?${new URLSearchParams({ entry: repository, ...(side === "replica" ? { side } : {}) })}`;
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          info={side === "replica" ? <Badge color="severity-medium">Replica</Badge> : undefined}
          description={
            <>
              As it was in snapshot <RouteLink href={entryPage}>{snapshot}</RouteLink>. Nothing is restored to look at
              it.
            </>
          }
          actions={
            <RoleButton action="restore a repository" href={`/restore?${target}`}>
              Restore
            </RoleButton>
          }
        >
          {repository}
        </Header>
      }
    >
      <QueryView query={query} what={repository}>
        {(entry) => <Inside entry={entry} side={side} />}
      </QueryView>
    </ContentLayout>
  );
}

function Inside({ entry, side }: { entry: EntryDetail; side: Side }) {
  const refusal = useRefusal("browse a backup");
  const { row, snapshot, chain } = entry;
  if (chain.length === 0) return <NothingInside entry={entry} />;
  if (refusal) {
    return (
      <Alert type="info" header="What is inside a backup is source code">
        To look at it is to have it, so it takes the role that may download it, and the audit trail tells who looked.{" "}
        {refusal}
      </Alert>
    );
  }
  const wanted = { snapshot, repository: row.repository, side };
  return (
    <SpaceBetween size="l">
      {entry.notice && (
        <Alert type="warning" header={whyOtherSide(side, entry.notice)}>
          The manifest was read from the {entry.side}. Its bundles are looked for in both.
        </Alert>
      )}
      <OpenedRepository of={wanted} entry={entry} />
    </SpaceBetween>
  );
}

function NothingInside({ entry: { row } }: { entry: EntryDetail }) {
  if (row.outcome === "empty") {
    return <Empty title="An empty repository">It had no commit, so there is nothing to look at.</Empty>;
  }
  const { lastGoodSnapshot: good } = row;
  return (
    <Empty
      title={`This snapshot holds nothing of it: ${OUTCOME_VIEW[row.outcome].label.toLowerCase()}`}
      action={
        good && (
          <RouteLink href={`/snapshots/${good}/browse/${row.repository}`}>
            Look into its last good one, {good}
          </RouteLink>
        )
      }
    >
      {row.reason ? `${row.reason.message}. ${row.reason.hint}` : OUTCOME_VIEW[row.outcome].explanation}
    </Empty>
  );
}
