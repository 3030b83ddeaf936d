"use client";
import Alert from "@cloudscape-design/components/alert";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { formatNumber, plural } from "@/lib/domain/format";
import type { RestorePlan } from "@/lib/domain/restore-plan";
import { NamesPreview } from "./names-preview";
import { PlanFacts } from "./plan-facts";
import { PlanSteps, PlanWarnings } from "./plan-steps";
import styles from "./restore.module.css";

/** What a restore from a snapshot does: the same for whoever starts it and for whoever approves it. */
export function PlanView({ plan, digest }: { plan: RestorePlan; digest: string }) {
  const { refused, items, request } = plan;
  return (
    <SpaceBetween size="l">
      {refused.length > 0 && (
        <Alert
          type="warning"
          header={`${plural(refused.length, "repository", "repositories")} will not be restored, ${formatNumber(items.length)} will`}
        >
          Each is listed below with its reason. Nothing of the others waits for them.
        </Alert>
      )}
      <PlanWarnings plan={plan} />
      <PlanFacts plan={plan} digest={digest} />
      {request.kind === "batch" && <NamesPreview plan={plan} />}
      <PlanSteps plan={plan} />
      <Container header={<Header variant="h2">What is not restored</Header>}>
        <ul className={styles.steps}>
          {plan.notRestored.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      </Container>
    </SpaceBetween>
  );
}
