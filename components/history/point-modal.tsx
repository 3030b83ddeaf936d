"use client";
import Modal from "@cloudscape-design/components/modal";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useQuery } from "@tanstack/react-query";
import { type RestorePoint, sideOf } from "@/lib/domain/catalogue/repository-history";
import { QueryView } from "../parts/query-view";
import { DownloadPanel } from "../restore/download-panel";
import { EntryProofs } from "../snapshots/entry-proofs";
import { entryQuery } from "../snapshots/queries";
import { closePoint } from "./open-point";

/** What can be had of one restore point without a restore: its bundle, and the proof that it restores. */
export function PointModal({ point }: { point: RestorePoint }) {
  const { snapshot, row } = point;
  const query = useQuery(entryQuery(snapshot, row.repository, sideOf(point)));
  return (
    <Modal visible onDismiss={closePoint} header={`${row.repository} as of ${snapshot}`} closeAriaLabel="Close">
      <QueryView query={query} what={row.repository}>
        {(entry) => (
          <SpaceBetween size="l">
            <DownloadPanel entry={entry} />
            <EntryProofs entry={entry} />
          </SpaceBetween>
        )}
      </QueryView>
    </Modal>
  );
}
