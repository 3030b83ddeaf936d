"use client";
import { useCollection } from "@cloudscape-design/collection-hooks";
import Alert from "@cloudscape-design/components/alert";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import Table from "@cloudscape-design/components/table";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { AuditBreak } from "@/lib/domain/audit/audit-chain";
import { type AuditRow, auditRows } from "@/lib/domain/audit/audit-row";
import { textToFilter } from "@/lib/domain/filter-text";
import { formatNumber } from "@/lib/domain/format";
import { AgeNote } from "../parts/age-note";
import { Beside } from "../parts/beside";
import { Empty } from "../parts/empty";
import { MoreRows, NewRows } from "../parts/more-rows";
import { ProblemView } from "../parts/problem";
import { RowFilter } from "../parts/row-filter";
import { tableWords } from "../parts/table-words";
import { useHeldRows } from "../parts/use-held-rows";
import { useUrlParam } from "../parts/use-url-param";
import { POLL_MS } from "../polling";
import { AUDIT_COLUMNS } from "./audit-columns";
import { AuditExport } from "./audit-export";
import { AUDIT_FILTERS, auditFilterOptions } from "./audit-filters";
import { auditQuery } from "./queries";

/** Who did what, when, from where, and what became of it. */
export function AuditScreen() {
  const query = useInfiniteQuery(auditQuery());
  const [filter, setFilter] = useUrlParam("filter");
  const pages = query.data?.pages;
  const rows = useMemo(() => auditRows(pages?.flatMap(({ entries }) => entries) ?? []), [pages]);
  const { shown, waiting, show } = useHeldRows(rows, ({ key }) => key);
  const breaks = pages?.flatMap((page) => page.breaks);
  const options = useMemo(() => auditFilterOptions(rows), [rows]);
  const { items, propertyFilterProps, collectionProps, filteredItemsCount } = useCollection(shown, {
    propertyFiltering: {
      filteringProperties: AUDIT_FILTERS,
      defaultQuery: textToFilter(filter),
      empty: <NoEntries />,
      noMatch: <Empty title="No entry matches">Load older days, or take a part of the filter away.</Empty>,
    },
  });
  if (query.error && !query.data) return <ProblemView error={query.error} onRetry={() => query.refetch()} />;
  return (
    <Table
      {...collectionProps}
      variant="full-page"
      stickyHeader
      wrapLines
      items={items}
      columnDefinitions={AUDIT_COLUMNS}
      trackBy="key"
      loading={query.isPending}
      loadingText="Reading the audit trail"
      ariaLabels={tableWords<AuditRow>("Audit trail", ({ who, action }) => `${who}: ${action}`)}
      header={
        <SpaceBetween size="m">
          <Header
            variant="awsui-h1-sticky"
            counter={pages && `(${formatNumber(rows.length)}${query.hasNextPage ? "+" : ""})`}
            description={
              <Beside>
                <AgeNote query={query} intervalMs={POLL_MS.idleList} />
                {breaks?.length === 0 && (
                  <span title="Each entry names the hash of the one before it, and no number is missing.">
                    <StatusIndicator type="success">As it was written</StatusIndicator>
                  </span>
                )}
              </Beside>
            }
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <NewRows waiting={waiting} show={show} what="entry" many="new entries" />
                <AuditExport />
              </SpaceBetween>
            }
          >
            Audit
          </Header>
          {breaks && breaks.length > 0 && <Breaks breaks={breaks} />}
        </SpaceBetween>
      }
      filter={
        <RowFilter
          collection={propertyFilterProps}
          options={options}
          found={filteredItemsCount}
          label="Find entries"
          by="person, action, result"
          keep={setFilter}
        />
      }
      footer={<MoreRows query={query} />}
    />
  );
}

function Breaks({ breaks }: { breaks: AuditBreak[] }) {
  return (
    <Alert type="error" header="The audit trail was changed after it was written">
      {breaks.map(({ key, problem }) => (
        <div key={key}>
          <code>{key}</code>: {problem}
        </div>
      ))}
      Look for earlier versions of these objects in the records bucket, and in CloudTrail for who wrote or deleted them.
    </Alert>
  );
}

function NoEntries() {
  return (
    <Empty title="Nothing has been told yet">
      Every sign-in, refusal, run, restore and download from now on stands here, with who, when and from where.
    </Empty>
  );
}
