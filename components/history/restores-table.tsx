"use client";
import Box from "@cloudscape-design/components/box";
import Table from "@cloudscape-design/components/table";
import { useQuery } from "@tanstack/react-query";
import type { FollowedRun } from "@/lib/domain/followed-run";
import { formatNumber, plural } from "@/lib/domain/format";
import { Empty } from "../parts/empty";
import { QueryView } from "../parts/query-view";
import { RouteLink } from "../parts/route-link";
import { tableWords } from "../parts/table-words";
import { RUN_COLUMNS } from "../runs/run-columns";
import { type HistoryAddress, restoresQuery } from "./queries";

/** What was restored, exported or checked of it lately, whatever it was called then. */
export function RestoresTable({ address }: { address: HistoryAddress }) {
  const query = useQuery(restoresQuery(address));
  return (
    <QueryView query={query} what="the runs">
      {({ runs, looked, older, followed }) => (
        <Table
          variant="embedded"
          items={runs}
          columnDefinitions={RUN_COLUMNS}
          trackBy={({ record }) => record.id}
          ariaLabels={tableWords<FollowedRun>("Restores", ({ record }) => record.id)}
          empty={
            <Empty title={older ? "Nothing was restored from it lately" : "Nothing was restored from it"}>
              Restores and exports of this repository stand here.
            </Empty>
          }
          footer={
            <Box color="text-body-secondary" fontSize="body-s">
              {older ? (
                <>
                  The newest {formatNumber(looked)} runs were looked at. Older ones were not: they are among{" "}
                  <RouteLink href="/runs">all runs</RouteLink>.
                </>
              ) : (
                <>{plural(looked, "run")} looked at: all there are.</>
              )}
              {!followed && " Former names are not followed: the console's catalogue is not there."}
            </Box>
          }
        />
      )}
    </QueryView>
  );
}
