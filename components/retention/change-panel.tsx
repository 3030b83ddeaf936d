"use client";
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { RetentionSettings } from "@/lib/domain/retention/settings";
import { settingsChange } from "@/lib/domain/retention/settings-change";
import { Commands } from "../parts/commands";
import { capital } from "../parts/problem";

interface ChangePanelProps {
  now: RetentionSettings;
  next: RetentionSettings;
  changed: boolean;
}

/** How what was chosen is made true: by whom it is deployed, and what that does. */
export function ChangePanel({ now, next, changed }: ChangePanelProps) {
  const { lines, effects, problems } = settingsChange(now, next);
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="The console changes no settings: they are data of the environment, reviewed and deployed like code"
        >
          The settings to change
        </Header>
      }
    >
      {lines.length === 0 ? (
        <Box color="text-body-secondary">
          {changed
            ? "Nothing to configure: growth, and how much changes, is what your people do."
            : "Choose something above: the lines for infra/environments.ts stand here then, with what they change in AWS."}
        </Box>
      ) : (
        <SpaceBetween size="m">
          {problems.map(({ path, sentence, hint }) => (
            <Alert key={path} type="error" header={`${capital(sentence)}: it would be refused`}>
              {hint}
            </Alert>
          ))}
          <Commands
            lines={lines}
            label="In infra/environments.ts, then: npx cdk deploy (docs/changing-a-deployment.md)"
          />
          <div>
            <Box variant="h3">What that changes in AWS</Box>
            <ul>
              {effects.map((effect) => (
                <li key={effect}>{effect}</li>
              ))}
            </ul>
          </div>
        </SpaceBetween>
      )}
    </Container>
  );
}
