"use client";
import Alert from "@cloudscape-design/components/alert";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { Approval } from "@/lib/domain/approval/approval";
import { plural } from "@/lib/domain/format";
import { RouteLink } from "../parts/route-link";
import { Ago } from "../parts/times";
import { useWaiting } from "./use-waiting";

/** What another person waits for, and what somebody has approved for whoever looks; nothing is drawn on a quiet day. */
export function WaitingAlerts() {
  const { decide, start } = useWaiting();
  if (decide.length + start.length === 0) return null;
  return (
    <SpaceBetween size="s" data-testid="waiting">
      {decide.length > 0 && (
        <Alert type="warning" header={`Waiting for your approval: ${plural(decide.length, "request")}`}>
          <Requests approvals={decide} />
        </Alert>
      )}
      {start.length > 0 && (
        <Alert type="success" header="Approved: you can start it">
          <Requests approvals={start} />
        </Alert>
      )}
    </SpaceBetween>
  );
}

const SHOWN = 3;

function Requests({ approvals }: { approvals: Approval[] }) {
  return (
    <SpaceBetween size="xxs">
      {approvals.slice(0, SHOWN).map(({ request: { id, about, by, at } }) => (
        <div key={id}>
          <RouteLink href={`/approvals/${id}`}>{about}</RouteLink>, asked for by {by.login} <Ago at={at} />
        </div>
      ))}
      {approvals.length > SHOWN && <RouteLink href="/approvals">All of them</RouteLink>}
    </SpaceBetween>
  );
}
