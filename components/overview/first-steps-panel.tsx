"use client";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import ProgressBar from "@cloudscape-design/components/progress-bar";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import {
  FIRST_STEP_TITLE,
  type FirstStep,
  type FirstStepId,
  isComplete,
  isSetUp,
  STEP_STATE_VIEW,
} from "@/lib/domain/first-steps";
import { ProblemView } from "../parts/problem";
import { RouteLink } from "../parts/route-link";
import { StartBackupButton } from "../runs/start-backup-button";
import { StartVerifyButton } from "../runs/start-verify-button";
import styles from "./overview.module.css";
import { firstStepsQuery } from "./queries";
import { useHidden } from "./use-hidden";

/** The first day: gone by itself when everything is done. */
export function FirstStepsPanel() {
  const { data: steps, error } = useQuery(firstStepsQuery());
  const [hidden, hide] = useHidden("holdfast-first-steps-hidden");
  if (!steps) return error ? <ProblemView error={error} /> : null;
  const setUp = isSetUp(steps);
  if (isComplete(steps) || (setUp && hidden)) return null;
  const done = steps.filter(({ state }) => state === "done").length;
  return (
    <Container
      data-testid="first-steps"
      header={
        <Header
          variant="h2"
          description="It goes by itself when all of it is done"
          // What is to do cannot be hidden; what cannot be known from here would stay for ever.
          actions={setUp && <Button onClick={hide}>Hide in this browser</Button>}
        >
          First steps
        </Header>
      }
    >
      <SpaceBetween size="l">
        <ProgressBar
          value={(done / steps.length) * 100}
          label={`${done} of ${steps.length}`}
          ariaLabel={`First steps: ${done} of ${steps.length} done`}
        />
        <ol className={styles.steps}>
          {steps.map((step) => (
            <Step key={step.id} step={step} />
          ))}
        </ol>
      </SpaceBetween>
    </Container>
  );
}

function Step({ step: { id, state, text } }: { step: FirstStep }) {
  const { label, indicator } = STEP_STATE_VIEW[state];
  return (
    <li className={styles.step} data-testid={`first-step-${id}`}>
      <StatusIndicator type={indicator}>{label}</StatusIndicator>
      <div>
        <b>{FIRST_STEP_TITLE[id]}</b>
        <div>{text}</div>
      </div>
      {state !== "done" && <div>{HELP[id]}</div>}
    </li>
  );
}

const look = (what: string) => <RouteLink href="/settings">{what}</RouteLink>;

/** The one thing that helps with each. */
const HELP: Record<FirstStepId, ReactNode> = {
  app: look("What the App needs"),
  schedule: look("What the doctor says of it"),
  backup: <StartBackupButton variant="normal" />,
  replica: look("How the buckets are configured"),
  proof: <StartVerifyButton request={{ scope: "share" }} />,
  subscribers: look("Who is told"),
};
