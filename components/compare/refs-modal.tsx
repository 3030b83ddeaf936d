"use client";
import Box from "@cloudscape-design/components/box";
import Icon from "@cloudscape-design/components/icon";
import Modal from "@cloudscape-design/components/modal";
import type { TableProps } from "@cloudscape-design/components/table";
import { useQuery } from "@tanstack/react-query";
import { REF_CHANGE_VIEW } from "@/lib/domain/catalogue/ref-history";
import type { RefDifference } from "@/lib/domain/compare/compare-refs";
import type { Comparison } from "@/lib/domain/compare/comparison";
import { formatNumber } from "@/lib/domain/format";
import { historyAddress } from "../history/history-address";
import { FindableTable } from "../parts/findable-table";
import { QueryView } from "../parts/query-view";
import { RouteLink } from "../parts/route-link";
import { setUrlParams, useUrlParam } from "../parts/use-url-param";
import { comparedRefsQuery } from "./queries";

const PAGE_SIZE = 50;

/** The branches and tags of one repository that differ, opened by `?repository=` in the address. */
export function RefsModal({ comparison: { from, to } }: { comparison: Comparison }) {
  const [repository] = useUrlParam("repository");
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
          {({ refs, total }) => (
            <FindableTable
              rows={refs}
              columnDefinitions={COLUMNS}
              trackBy="name"
              label="Branches and tags that differ"
              nameOf={({ name }) => name}
              variant="embedded"
              wrapLines
              pageSize={PAGE_SIZE}
              empty="No branch or tag differs"
              header={
                total > refs.length ? (
                  <Box>
                    The first {formatNumber(refs.length)} of {formatNumber(total)}.
                  </Box>
                ) : undefined
              }
              find={{ label: "Find branches and tags", noMatch: "No branch or tag matches" }}
            />
          )}
        </QueryView>
      )}
    </Modal>
  );
}

const Oid = ({ oid }: { oid: string | undefined }) => (oid ? <code title={oid}>{oid.slice(0, 10)}</code> : <>–</>);

const COLUMNS: TableProps.ColumnDefinition<RefDifference>[] = [
  { id: "name", header: "Branch or tag", isRowHeader: true, cell: ({ name }) => name },
  {
    id: "change",
    header: "Change",
    cell: ({ change }) => (
      <span>
        <Icon name={REF_CHANGE_VIEW[change].icon} /> {REF_CHANGE_VIEW[change].label}
      </span>
    ),
  },
  { id: "before", header: "Before", cell: ({ before }) => <Oid oid={before} /> },
  { id: "after", header: "After", cell: ({ after }) => <Oid oid={after} /> },
];
