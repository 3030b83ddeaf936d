"use client";
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Table from "@cloudscape-design/components/table";
import TextFilter from "@cloudscape-design/components/text-filter";
import { useQuery } from "@tanstack/react-query";
import type { RefHistory, ToldRefEvent } from "@/lib/domain/catalogue/ref-history";
import { formatNumber } from "@/lib/domain/format";
import { Empty } from "../parts/empty";
import { QueryView } from "../parts/query-view";
import { tableWords } from "../parts/table-words";
import { useUrlParam } from "../parts/use-url-param";
import { type HistoryAddress, refHistoryQuery } from "./queries";
import { REF_EVENT_COLUMNS } from "./ref-event-columns";
import { RefTips } from "./ref-tips";

/** When branches and tags came, moved and went; and where a commit was at a tip. */
export function RefMachine({ address }: { address: HistoryAddress }) {
  const [find = "", setFind] = useUrlParam("ref");
  const query = useQuery(refHistoryQuery(address, find));
  return (
    <SpaceBetween size="m">
      <TextFilter
        filteringText={find}
        onChange={({ detail }) => setFind(detail.filteringText)}
        filteringAriaLabel="Find branches, tags and commits"
        filteringPlaceholder="A part of a branch or tag, or the beginning of a commit's id"
        countText={query.data ? `${formatNumber(query.data.total)} found` : undefined}
      />
      <QueryView query={query} what="the branches and tags">
        {(found) => (
          <SpaceBetween size="m">
            <Known found={found} />
            <RefTips tips={found.tips} />
            <Table
              variant="embedded"
              items={found.events}
              columnDefinitions={REF_EVENT_COLUMNS}
              trackBy={({ snapshot, name }) => `${snapshot} ${name}`}
              wrapLines
              data-testid="ref-events"
              ariaLabels={tableWords<ToldRefEvent>("Changes of branches and tags", ({ name }) => name)}
              empty={<NoEvents found={found} find={find} />}
              footer={
                found.total > found.events.length ? (
                  <Box color="text-body-secondary">
                    The newest {formatNumber(found.events.length)} of {formatNumber(found.total)}; type a name to see
                    others.
                  </Box>
                ) : undefined
              }
            />
          </SpaceBetween>
        )}
      </QueryView>
    </SpaceBetween>
  );
}

function Known({ found: { bundles, first, problems } }: { found: RefHistory }) {
  const [problem] = problems;
  return (
    <SpaceBetween size="xs">
      {bundles.done < bundles.total && (
        <StatusIndicator type="in-progress">
          The refs of {formatNumber(bundles.done)} of {formatNumber(bundles.total)} bundles are read
        </StatusIndicator>
      )}
      {problem && (
        <Alert type="warning" header={`The refs of ${formatNumber(problems.length)} bundles cannot be read`}>
          That of snapshot {problem.snapshot}: {problem.problem.message}. {problem.problem.hint} What changed by it
          shows with the next bundle.
        </Alert>
      )}
      {first && (
        <Box color="text-body-secondary" fontSize="body-s">
          Known since snapshot {first}: what was there before has no beginning here. A change is seen by the first
          snapshot after it, so several changes between two snapshots are one.
        </Box>
      )}
    </SpaceBetween>
  );
}

function NoEvents({ found, find }: { found: RefHistory; find: string }) {
  if (find) return <Empty title="No change matches">Take a part of the text away to see more.</Empty>;
  if (found.bundles.done < found.bundles.total)
    return <Empty title="Still being read">Changes appear by themselves.</Empty>;
  return (
    <Empty title="No branch or tag has changed">
      Since the first snapshot that has it, every branch and tag points where it did.
    </Empty>
  );
}
