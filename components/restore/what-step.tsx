"use client";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import RadioGroup from "@cloudscape-design/components/radio-group";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tiles from "@cloudscape-design/components/tiles";
import { SIDE_STATE_VIEW } from "@/lib/domain/snapshot";
import { ProblemNote, ProblemView } from "../parts/problem";
import { useNow } from "../shell/clock";
import { useShellFacts } from "../shell/session-context";
import { snapshotOption } from "./options";
import { RefChoice } from "./ref-choice";
import { RepositoryTable } from "./repository-table";
import { NOTHING } from "./selection";
import type { Wizard } from "./use-wizard";

/** The person wanted to go on without having chosen anything: `missing`. */
export function WhatStep({ wizard, missing }: { wizard: Wizard; missing: boolean }) {
  const now = useNow();
  const { choices, choose, rows, row, snapshots, detail, chains, one } = wizard;
  const { snapshot, mode } = choices;
  return (
    <SpaceBetween size="l">
      <Container>
        <SpaceBetween size="l">
          {Boolean(snapshots.error) && !snapshots.data && (
            <ProblemView error={snapshots.error} onRetry={snapshots.refetch} />
          )}
          <FormField label="Snapshot" description="The state to go back to.">
            <Select
              selectedOption={row ? snapshotOption(row, now) : snapshot ? { value: snapshot, label: snapshot } : null}
              options={rows.map((each) => snapshotOption(each, now))}
              onChange={({ detail: { selectedOption } }) => choose({ snapshot: selectedOption.value, ref: undefined })}
              statusType={statusOf(snapshots)}
              loadingText="Reading the snapshots"
              // Older ones, page by page, as one scrolls to the end.
              onLoadItems={() => snapshots.hasNextPage && !snapshots.isFetchingNextPage && snapshots.fetchNextPage()}
              placeholder="Choose a snapshot"
              empty="There is no snapshot yet"
              filteringType="auto"
              filteringAriaLabel="Find a snapshot"
              selectedAriaLabel="Chosen"
              data-testid="snapshot-select"
            />
          </FormField>
          <SourceChoice wizard={wizard} />
          <FormField label="What">
            <Tiles
              value={mode}
              onChange={({ detail: { value } }) =>
                choose({
                  mode: value === "ref" ? "ref" : "repositories",
                  selection: one ? { all: false, names: [one] } : NOTHING,
                  target: undefined,
                })
              }
              items={[
                {
                  value: "repositories",
                  label: "Repositories",
                  description: "One, several or all of them, each into a new one.",
                },
                {
                  value: "ref",
                  label: "One branch or tag",
                  description: "Into a repository that exists, as a new branch.",
                },
              ]}
            />
          </FormField>
          {Boolean(chains.error) && !chains.data && <ProblemView error={chains.error} onRetry={chains.refetch} />}
          {detail.data?.notice && <ProblemNote problem={detail.data.notice} />}
          {mode === "ref" && <RefChoice wizard={wizard} missing={missing} />}
        </SpaceBetween>
      </Container>
      {mode === "repositories" && (chains.data || chains.isPending) && (
        <RepositoryTable wizard={wizard} missing={missing} />
      )}
    </SpaceBetween>
  );
}

function statusOf({ isPending, isFetchingNextPage, hasNextPage }: Wizard["snapshots"]) {
  if (isPending || isFetchingNextPage) return "loading";
  return hasNextPage ? "pending" : "finished";
}

function SourceChoice({ wizard: { choices, choose, row } }: { wizard: Wizard }) {
  const facts = useShellFacts();
  const item = (side: "primary" | "replica", label: string) => {
    const place = facts[side];
    const state = row ? SIDE_STATE_VIEW[row.sides[side]].label : "";
    return {
      value: side,
      label,
      description: place ? [place.bucket, place.region, state].filter(Boolean).join(" · ") : "Not configured",
      disabled: !place,
    };
  };
  return (
    <FormField
      label="Read from"
      description="Both hold the same objects; the replica is for when the primary is gone or in doubt."
    >
      <RadioGroup
        value={choices.source}
        onChange={({ detail }) => choose({ source: detail.value === "replica" ? "replica" : "primary" })}
        items={[item("primary", "Primary bucket"), item("replica", "Replica bucket")]}
      />
    </FormField>
  );
}
