"use client";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import { type Approval, approvalState } from "@/lib/domain/approval/approval";
import { RouteLink } from "../parts/route-link";
import { Exact } from "../parts/times";
import styles from "../restore/restore.module.css";
import { useNow } from "../shell/clock";

/** What was said, by whom and when. */
export function ApprovalFacts({ approval }: { approval: Approval }) {
  const { request, decision, end } = approval;
  const state = approvalState(approval, useNow());
  return (
    <Container header={<Header variant="h2">Who agreed on what</Header>}>
      <KeyValuePairs
        columns={3}
        minColumnWidth={200}
        items={[
          { label: "Asked for by", value: <Said by={request.by.login} role={request.by.role} at={request.at} /> },
          {
            label: decision?.decision === "refused" ? "Refused by" : "Approved by",
            value: decision ? <Said by={decision.by.login} role={decision.by.role} at={decision.at} /> : "nobody yet",
          },
          {
            label: end?.end === "withdrawn" ? "Withdrawn by" : "Started by",
            value: end ? <Said by={end.by.login} role={end.by.role} at={end.at} /> : "nobody",
          },
          { label: "Plan", value: request.about },
          { label: "Why", value: <span className={styles.break}>{request.why}</span> },
          { label: state === "expired" ? "Expired" : "Lives until", value: <Exact at={request.until} /> },
          ...(decision?.note ? [{ label: `What ${decision.by.login} says`, value: decision.note }] : []),
          ...(end?.end === "used"
            ? [{ label: "Run", value: <RouteLink href={`/runs/${end.run}`}>{end.run}</RouteLink> }]
            : []),
          {
            label: "Digest of the plan",
            value: <span className={`${styles.mono} ${styles.break}`}>{request.plan_digest}</span>,
          },
        ]}
      />
    </Container>
  );
}

function Said({ by, role, at }: { by: string; role: string; at: string }) {
  return (
    <>
      <b>{by}</b> ({role})
      <br />
      <Exact at={at} />
    </>
  );
}
