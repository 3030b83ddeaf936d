"use client";
import Box from "@cloudscape-design/components/box";
import Table from "@cloudscape-design/components/table";
import { useQuery } from "@tanstack/react-query";
import type { FollowedRun } from "@/lib/domain/followed-run";
import { formatNumber } from "@/lib/domain/format";
import { Empty } from "../parts/empty";
import { QueryView } from "../parts/query-view";
import { tableWords } from "../parts/table-words";
import { RUN_COLUMNS } from "../runs/run-columns";
import { type HistoryAddress, restoresQuery } from "./queries";

/** What was restored, exported or checked of it lately. */
export function RestoresTable({ address }: { address: HistoryAddress }) {
  const query = useQuery(restoresQuery(address));
  return (
    <QueryView query={query} what="the runs">
      {({ runs, looked }) => (
        <Table
          variant="embedded"
          items={runs}
          columnDefinitions={RUN_COLUMNS}
          trackBy={({ record }) => record.id}
          ariaLabels={tableWords<FollowedRun>("Restores", ({ record }) => record.id)}
          empty={
            <Empty title="Nothing was restored from it">Restores and exports of this repository stand here.</Empty>
          }
          footer={
            <Box color="text-body-secondary" fontSize="body-s">
              Of the newest {formatNumber(looked)} runs.
            </Box>
          }
        />
      )}
    </QueryView>
  );
}
