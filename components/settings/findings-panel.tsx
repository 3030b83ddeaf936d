"use client";
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { FINDING_AREA_LABEL, type Finding, verdictOf } from "@/lib/domain/doctor/finding";
import { FindingMark } from "../parts/mark";
import { Ago } from "../parts/times";

/** What is not in order, first and open; what is, behind one line. */
export function FindingsPanel({ findings, examinedAt }: { findings: Finding[]; examinedAt: string }) {
  const open = findings.filter(({ state }) => state !== "ok");
  const well = findings.filter(({ state }) => state === "ok");
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={
            <>
              {verdictOf(findings)} Looked <Ago at={examinedAt} />.
            </>
          }
        >
          Doctor
        </Header>
      }
    >
      <SpaceBetween size="m">
        <SpaceBetween size="s">
          {open.map((finding) => (
            <FindingRow key={keyOf(finding)} finding={finding} />
          ))}
        </SpaceBetween>
        {well.length > 0 && (
          <ExpandableSection headerText={`In order (${well.length})`} defaultExpanded={open.length === 0}>
            <SpaceBetween size="s">
              {well.map((finding) => (
                <FindingRow key={keyOf(finding)} finding={finding} />
              ))}
            </SpaceBetween>
          </ExpandableSection>
        )}
      </SpaceBetween>
    </Container>
  );
}

const keyOf = ({ area, subject, text }: Finding) => `${area} ${subject} ${text}`;

function FindingRow({ finding: { area, subject, state, text, hint } }: { finding: Finding }) {
  return (
    <div>
      <FindingMark state={state} /> <b>{FINDING_AREA_LABEL[area]}</b>: {subject}
      <div>{text}</div>
      {hint && <Box color="text-body-secondary">{hint}</Box>}
    </div>
  );
}
