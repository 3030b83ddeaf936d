"use client";
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useQuery } from "@tanstack/react-query";
import { isActive, type OpenedRun } from "@/lib/domain/followed-run";
import type { RestoreProposal } from "@/lib/domain/restore-proposal";
import { ProblemNote, ProblemView } from "../parts/problem";
import { RoleButton } from "../parts/role-button";
import { RouteLink } from "../parts/route-link";
import { Ago } from "../parts/times";
import { runQuery } from "../runs/queries";
import { PreflightList, verdictOf } from "./preflight-list";
import { useStart } from "./use-start";

interface CheckPanelProps {
  proposal: RestoreProposal;
  /** The run that checked, as the address has it. */
  check: string | undefined;
  onCheck: (run: string) => void;
}

/** Asks GitHub what only the worker can ask: it alone has the restore App's key. Nothing is done by it. */
export function CheckPanel({ proposal, check, onCheck }: CheckPanelProps) {
  const { plan, digest } = proposal;
  const start = useStart((record) => onCheck(record.id));
  const run = useQuery({ ...runQuery(check ?? ""), enabled: check !== undefined });
  const going = start.isPending || (check !== undefined && (!run.data || isActive(run.data)) && !run.error);
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="Names, permissions, policy and limits, asked by the worker. The restore itself asks the same before it creates anything."
          actions={
            <RoleButton
              action="restore a repository"
              loading={going}
              loadingText="Asking GitHub"
              onClick={() => start.mutate({ request: plan.request, digest, checkOnly: true })}
            >
              {check ? "Check again" : "Check with GitHub"}
            </RoleButton>
          }
        >
          What GitHub says
        </Header>
      }
    >
      <SpaceBetween size="m">
        {start.error && <ProblemView error={start.error} />}
        {Boolean(run.error) && !run.data && <ProblemView error={run.error} onRetry={() => run.refetch()} />}
        {!check && !start.error && <Box color="text-body-secondary">Not asked yet.</Box>}
        <div role="status" aria-live="polite">
          {going && <StatusIndicator type="loading">The worker is starting and asks GitHub</StatusIndicator>}
          {run.data && !isActive(run.data) && <Outcome run={run.data} digest={digest} />}
        </div>
      </SpaceBetween>
    </Container>
  );
}

function Outcome({ run: { record }, digest }: { run: OpenedRun; digest: string }) {
  const { restore, error, finished_at } = record;
  const checks = restore?.preflight ?? [];
  return (
    <SpaceBetween size="m">
      {restore && restore.plan_digest !== digest && (
        <StatusIndicator type="warning">
          This was another plan: the snapshot or the choices have changed since. Check again.
        </StatusIndicator>
      )}
      {checks.length === 0 && error && <ProblemNote type="error" problem={error} />}
      {checks.length > 0 && (
        <>
          <Box variant="strong">{verdictOf(checks)}</Box>
          <PreflightList checks={checks} />
        </>
      )}
      <Box color="text-body-secondary" fontSize="body-s">
        Asked <Ago at={finished_at ?? record.updated_at} /> by{" "}
        <RouteLink href={`/runs/${record.id}`}>run {record.id}</RouteLink>
      </Box>
    </SpaceBetween>
  );
}
