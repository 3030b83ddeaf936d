"use client";
import Box from "@cloudscape-design/components/box";
import Modal from "@cloudscape-design/components/modal";
import { useQuery } from "@tanstack/react-query";
import type { Comparison } from "@/lib/domain/compare/comparison";
import { asRepositoryName } from "@/lib/domain/ids";
import { historyAddress } from "../history/history-address";
import { later } from "../parts/later";
import { QueryView } from "../parts/query-view";
import { RouteLink } from "../parts/route-link";
import { setUrlParams, useUrlParam } from "../parts/use-url-param";
import { comparedRefsQuery } from "./queries";

const ComparedRefs = later("The table", async () => ({ default: (await import("./compared-refs")).ComparedRefs }));

/** The branches and tags of one repository that differ, opened by `?repository=` in the address. */
export function RefsModal({ comparison: { from, to } }: { comparison: Comparison }) {
  const repository = asRepositoryName(useUrlParam("repository")[0]);
  const id = Number(useUrlParam("id")[0]) || undefined;
  const query = useQuery({
    ...comparedRefsQuery(from.snapshot, to.snapshot, repository ?? "", id),
    enabled: repository !== undefined,
  });
  return (
    <Modal
      visible={repository !== undefined}
      onDismiss={() => setUrlParams({ repository: undefined, id: undefined })}
      size="large"
      header={repository ?? "Repository"}
      closeAriaLabel="Close"
      footer={
        repository && (
          <Box float="right">
            <RouteLink href={`${historyAddress(repository, id)}${id ? "&" : "?"}tab=refs`}>
              All its changes over time
            </RouteLink>
          </Box>
        )
      }
    >
      {repository !== undefined && (
        <QueryView query={query} what={`branches and tags of ${repository}`}>
          {(found) => <ComparedRefs found={found} snapshot={to.snapshot} repository={repository} />}
        </QueryView>
      )}
    </Modal>
  );
}
