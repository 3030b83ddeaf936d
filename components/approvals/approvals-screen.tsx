"use client";
import Alert from "@cloudscape-design/components/alert";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import { useInfiniteQuery } from "@tanstack/react-query";
import { type Approval, isOpen } from "@/lib/domain/approval/approval";
import { ruleInWords } from "@/lib/domain/approval/two-people";
import { formatNumber } from "@/lib/domain/format";
import { AgeNote } from "../parts/age-note";
import { Empty } from "../parts/empty";
import { MoreRows, NewRows } from "../parts/more-rows";
import { ProblemNote, ProblemView } from "../parts/problem";
import { RouteLink } from "../parts/route-link";
import { tableWords } from "../parts/table-words";
import { useHeldRows } from "../parts/use-held-rows";
import { POLL_MS } from "../polling";
import { useNow } from "../shell/clock";
import { useShellFacts } from "../shell/session-context";
import { APPROVAL_COLUMNS } from "./approval-columns";
import { approvalsQuery } from "./queries";

/** Every request there was; those that wait stand first. */
export function ApprovalsScreen() {
  const query = useInfiniteQuery(approvalsQuery());
  const now = useNow();
  const all = query.data?.pages.flatMap((page) => page.approvals) ?? [];
  const unreadable = query.data?.pages.flatMap((page) => page.unreadable) ?? [];
  const { shown, waiting, show } = useHeldRows(all, ({ request }) => request.id);
  const items = [...shown.filter((each) => isOpen(each, now)), ...shown.filter((each) => !isOpen(each, now))];
  if (query.error && !query.data) return <ProblemView error={query.error} onRetry={() => query.refetch()} />;
  return (
    <Table
      variant="full-page"
      stickyHeader
      wrapLines
      items={items}
      columnDefinitions={APPROVAL_COLUMNS}
      trackBy={({ request }) => request.id}
      loading={query.isPending}
      loadingText="Reading the requests"
      ariaLabels={tableWords<Approval>("Approvals", ({ request }) => request.id)}
      empty={<NoApprovals />}
      header={
        <SpaceBetween size="m">
          <Header
            variant="awsui-h1-sticky"
            counter={query.data ? `(${formatNumber(all.length)}${query.hasNextPage ? "+" : ""})` : undefined}
            description={<AgeNote query={query} intervalMs={POLL_MS.idleList} />}
            actions={<NewRows waiting={waiting} show={show} what="request" />}
          >
            Approvals
          </Header>
          <RuleNote />
          {unreadable.map(({ id, problem }) => (
            <ProblemNote key={id} problem={problem} />
          ))}
        </SpaceBetween>
      }
      footer={<MoreRows query={query} />}
    />
  );
}

function RuleNote() {
  const { twoPeople } = useShellFacts();
  if (twoPeople.acts.length > 0) return null;
  return (
    <Alert type="info" header="The two-person rule is off">
      Whoever may restore does it alone. Where two administrators or more can be reached, switch it on:
      docs/approvals.md says how.
    </Alert>
  );
}

function NoApprovals() {
  const { twoPeople } = useShellFacts();
  if (twoPeople.acts.length === 0) return <Empty title="Nothing was ever asked for" />;
  return (
    <Empty title="Nothing was asked for yet" action={<RouteLink href="/restore">Restore</RouteLink>}>
      Two people have to agree on: {ruleInWords(twoPeople)}. Whoever wants that asks for it in the last step, and it
      stands here for another administrator to approve.
    </Empty>
  );
}
