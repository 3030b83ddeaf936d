"use client";
import Alert from "@cloudscape-design/components/alert";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { RestoreProposal } from "@/lib/domain/restore-proposal";
import { Commands } from "../parts/commands";
import { Bytes } from "../parts/numbers";
import { QueryView } from "../parts/query-view";
import { useRefusal } from "../shell/session-context";
import styles from "./restore.module.css";

interface ReviewStepProps {
  plan: { data: RestoreProposal | undefined; error: unknown; isPending: boolean; refetch: () => unknown };
}

/** The plan as the worker will follow it, from the same function. */
export function ReviewStep({ plan }: ReviewStepProps) {
  const refusal = useRefusal("restore a repository");
  return (
    <SpaceBetween size="l">
      {refusal && (
        <Alert type="info" header="You can look at the plan, but not start it">
          {refusal}
        </Alert>
      )}
      <QueryView query={plan} what="the plan">
        {(proposal) => <Plan proposal={proposal} />}
      </QueryView>
    </SpaceBetween>
  );
}

function Plan({ proposal: { plan, digest, commands } }: { proposal: RestoreProposal }) {
  const { request, refs, chain } = plan;
  return (
    <SpaceBetween size="l">
      {plan.warnings.map((warning) => (
        <Alert key={warning} type="warning">
          {warning}
        </Alert>
      ))}
      <Container header={<Header variant="h2">The restore</Header>}>
        <KeyValuePairs
          columns={3}
          minColumnWidth={180}
          items={[
            { label: "Repository", value: request.repository },
            { label: "As of snapshot", value: request.snapshot },
            { label: "New repository", value: <b>{request.target}</b> },
            { label: "Read from", value: `${request.source} bucket ${plan.bucket}` },
            {
              label: "To read",
              value: (
                <>
                  <Bytes value={plan.totalBytes} /> in {chain.length === 1 ? "one bundle" : `${chain.length} bundles`}
                </>
              ),
            },
            { label: "To push", value: refs ? `${refs.heads} branches, ${refs.tags} tags` : "every branch and tag" },
            { label: "Visibility", value: "private" },
            { label: "Default branch", value: plan.defaultBranch ?? "as in the bundle" },
            {
              label: "Plan",
              value: (
                <span className={styles.mono} title={digest}>
                  {digest.replace("sha256:", "").slice(0, 16)}
                </span>
              ),
            },
          ]}
        />
      </Container>
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
      <Container
        header={
          <Header variant="h2" description="The console is never the only way in a disaster">
            The same from a shell
          </Header>
        }
      >
        <SpaceBetween size="m">
          <Commands lines={[commands.worker]} label="With the worker, the same plan" />
          <Commands lines={commands.byHand} label="With nothing but aws and git, onto your disk" />
        </SpaceBetween>
      </Container>
    </SpaceBetween>
  );
}
