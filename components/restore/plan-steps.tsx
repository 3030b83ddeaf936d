"use client";
import Alert from "@cloudscape-design/components/alert";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import type { RestorePlan } from "@/lib/domain/restore-plan";
import styles from "./restore.module.css";

interface PlanProps {
  plan: Pick<RestorePlan, "warnings" | "steps">;
}

export function PlanWarnings({ plan }: PlanProps) {
  return plan.warnings.map((warning) => (
    <Alert key={warning} type="warning">
      {warning}
    </Alert>
  ));
}

export function StepList({ plan }: PlanProps) {
  return (
    <ol className={styles.steps}>
      {plan.steps.map(({ step, text }) => (
        <li key={step}>{text}</li>
      ))}
    </ol>
  );
}

export function PlanSteps({ plan }: PlanProps) {
  return (
    <Container header={<Header variant="h2">What the worker will do</Header>}>
      <StepList plan={plan} />
    </Container>
  );
}
