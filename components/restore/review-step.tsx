"use client";
import Alert from "@cloudscape-design/components/alert";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { plural } from "@/lib/domain/format";
import type { RestoreProposal } from "@/lib/domain/restore-proposal";
import { Commands } from "../parts/commands";
import { QueryView } from "../parts/query-view";
import { useRefusal } from "../shell/session-context";
import { CheckPanel } from "./check-panel";
import { NamesPreview } from "./names-preview";
import { PlanFacts } from "./plan-facts";
import styles from "./restore.module.css";
import type { Wizard } from "./use-wizard";

/** The plan as the worker will follow it, from the same function. */
export function ReviewStep({ wizard }: { wizard: Wizard }) {
  const refusal = useRefusal("restore a repository");
  const { plan, choices, choose } = wizard;
  if (plan.incomplete)
    return <Alert type="info">Something is not chosen yet. Go back to the steps before this one.</Alert>;
  return (
    <SpaceBetween size="l">
      {refusal && (
        <Alert type="info" header="You can look at the plan, but not start it">
          {refusal}
        </Alert>
      )}
      <QueryView query={plan} what="the plan">
        {(proposal) => (
          <SpaceBetween size="l">
            <Plan proposal={proposal} />
            <CheckPanel proposal={proposal} check={choices.check} onCheck={(check) => choose({ check })} />
            <AsCommands proposal={proposal} />
          </SpaceBetween>
        )}
      </QueryView>
    </SpaceBetween>
  );
}

function Plan({ proposal: { plan, digest } }: { proposal: RestoreProposal }) {
  const { refused, items, request } = plan;
  return (
    <SpaceBetween size="l">
      {refused.length > 0 && (
        <Alert
          type="warning"
          header={`${plural(refused.length, "repository", "repositories")} will not be restored, ${items.length} will`}
        >
          Each is listed below with its reason. Nothing of the others waits for them.
        </Alert>
      )}
      {plan.warnings.map((warning) => (
        <Alert key={warning} type="warning">
          {warning}
        </Alert>
      ))}
      <PlanFacts plan={plan} digest={digest} />
      {request.kind === "batch" && <NamesPreview plan={plan} />}
      <Container header={<Header variant="h2">What the worker will do</Header>}>
        <ol className={styles.steps}>
          {plan.steps.map(({ step, text }) => (
            <li key={step}>{text}</li>
          ))}
        </ol>
      </Container>
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

function AsCommands({ proposal: { commands } }: { proposal: RestoreProposal }) {
  return (
    <Container
      header={
        <Header variant="h2" description="The console is never the only way in a disaster">
          The same from a shell
        </Header>
      }
    >
      <SpaceBetween size="m">
        <Commands lines={[commands.worker]} label="With the worker, the same plan" />
        {commands.byHand.length > 0 && (
          <Commands lines={commands.byHand} label="With nothing but aws and git, onto your disk" />
        )}
      </SpaceBetween>
    </Container>
  );
}
