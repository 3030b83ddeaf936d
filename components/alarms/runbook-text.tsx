"use client";
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { createElement, Fragment } from "react";
import type { AlarmGuide, GuidePart } from "@/lib/domain/runbook/alarm-guide";
import type { RunbookBlock, RunbookSpan } from "@/lib/domain/runbook/runbook-block";
import { Commands } from "../parts/commands";
import { RouteLink } from "../parts/route-link";
import styles from "./alarms.module.css";

const TITLES: [GuidePart, string][] = [
  ["description", "What has happened"],
  ["investigation", "What to look at"],
  ["resolution", "What to do"],
];

/** What the operator's runbook says of an alarm. */
export function RunbookText({ guide, source }: { guide: AlarmGuide; source?: string }) {
  return (
    <Container
      data-testid="runbook"
      header={
        <Header variant="h2" description={source && `As it stands in ${source}`}>
          Runbook
        </Header>
      }
    >
      <SpaceBetween size="l">
        {TITLES.map(([part, title]) => (
          <section key={part}>
            <Box variant="h3" padding={{ bottom: "xs" }}>
              {title}
            </Box>
            <div className={styles.runbook}>
              {part === "investigation" && guide.setup && (
                <Commands
                  lines={[guide.setup]}
                  label="First, for the commands below: here of an environment called prod"
                />
              )}
              <Blocks blocks={guide[part]} />
            </div>
          </section>
        ))}
      </SpaceBetween>
    </Container>
  );
}

// Nothing of a text moves or goes: as arguments, and not as a list, its parts need no keys.
const Blocks = ({ blocks }: { blocks: readonly RunbookBlock[] }) => createElement(Fragment, null, ...blocks.map(drawn));

function drawn(block: RunbookBlock) {
  if (block.kind === "code") return <Commands lines={[block.text]} label="In a shell" />;
  if (block.kind === "paragraph") return createElement("p", null, ...block.spans.map(inline));
  return createElement(block.ordered ? "ol" : "ul", null, ...block.items.map(listed));
}

const listed = (item: readonly RunbookBlock[]) => (
  <li>
    <Blocks blocks={item} />
  </li>
);

function inline({ text, as, href }: RunbookSpan) {
  if (href)
    return (
      <RouteLink href={href} variant="primary">
        {text}
      </RouteLink>
    );
  if (as === "code") return <code>{text}</code>;
  return as === "emphasis" ? <i>{text}</i> : text;
}
