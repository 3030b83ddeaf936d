"use client";
import Box from "@cloudscape-design/components/box";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useQuery } from "@tanstack/react-query";
import type { SnapshotDetail } from "@/lib/domain/snapshot-detail";
import { historyAddress } from "../history/history-address";
import { later } from "../parts/later";
import { QueryView } from "../parts/query-view";
import { RoleButton } from "../parts/role-button";
import { RouteLink } from "../parts/route-link";
import { useUrlParam } from "../parts/use-url-param";
import { entryQuery } from "./queries";

const EntryDetails = later("What is known of it", async () => ({
  default: (await import("./entry-details")).EntryDetails,
}));

/** One repository of the snapshot, opened by `?entry=` in the address. */
export function EntryModal({ snapshot }: { snapshot: SnapshotDetail }) {
  const [repository, setRepository] = useUrlParam("entry");
  const query = useQuery({
    ...entryQuery(snapshot.summary.id, repository ?? "", snapshot.side),
    enabled: repository !== undefined,
  });
  const target = new URLSearchParams({
    snapshot: snapshot.summary.id,
    repository: repository ?? "",
    source: snapshot.side,
  });
  // Then the state from before is what is wanted, most likely; its button stands beside what happened.
  const isSuspect = (query.data?.row.anomalies.length ?? 0) > 0;
  return (
    <Modal
      visible={repository !== undefined}
      onDismiss={() => setRepository(undefined)}
      size="large"
      header={repository ?? "Repository"}
      closeAriaLabel="Close"
      footer={
        query.data && query.data.chain.length > 0 ? (
          <Box float="right">
            <SpaceBetween direction="horizontal" size="xs" alignItems="center">
              <RouteLink href={historyAddress(repository ?? "")}>Its history</RouteLink>
              <RoleButton action="browse a backup" href={browseAddress(snapshot, repository ?? "")}>
                Browse
              </RoleButton>
              <RoleButton
                action="restore a repository"
                variant={isSuspect ? "normal" : "primary"}
                href={`/restore?${target}`}
              >
                {isSuspect ? "Restore this state" : "Restore"}
              </RoleButton>
            </SpaceBetween>
          </Box>
        ) : undefined
      }
    >
      {repository !== undefined && (
        <QueryView query={query} what={repository}>
          {(entry) => <EntryDetails entry={entry} />}
        </QueryView>
      )}
    </Modal>
  );
}

const browseAddress = ({ summary, side }: SnapshotDetail, repository: string) =>
  `/snapshots/${summary.id}/browse/${repository}${side === "replica" ? "?side=replica" : ""}`;
