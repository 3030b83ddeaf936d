"use client";
import Alert from "@cloudscape-design/components/alert";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { RestoreProposal } from "@/lib/domain/restore-proposal";
import { TwoPeopleNote } from "../approvals/two-people-note";
import { Commands } from "../parts/commands";
import { QueryView } from "../parts/query-view";
import { useRefusal } from "../shell/session-context";
import { CheckPanel } from "./check-panel";
import { PlanView } from "./plan-view";
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
            {proposal.twoPeople && <TwoPeopleNote act={proposal.twoPeople.act} />}
            <PlanView plan={proposal.plan} digest={proposal.digest} />
            <CheckPanel proposal={proposal} check={choices.check} onCheck={(check) => choose({ check })} />
            <AsCommands proposal={proposal} />
          </SpaceBetween>
        )}
      </QueryView>
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
