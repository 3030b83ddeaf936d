"use client";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import RadioGroup from "@cloudscape-design/components/radio-group";
import Select from "@cloudscape-design/components/select";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { SIDE_STATE_VIEW, type SnapshotRow } from "@/lib/domain/snapshot";
import type { SnapshotDetail } from "@/lib/domain/snapshot-detail";
import { ProblemNote, ProblemView } from "../parts/problem";
import { useNow } from "../shell/clock";
import { useShellFacts } from "../shell/session-context";
import { repositoryOptions, snapshotOption } from "./options";
import type { Choices } from "./use-choices";

interface Asked<T> {
  data: T | undefined;
  error: unknown;
  isPending: boolean;
  refetch: () => unknown;
}

interface WhatStepProps {
  choices: Choices;
  choose: (changes: Partial<Choices>) => void;
  rows: SnapshotRow[];
  snapshots: Asked<unknown>;
  detail: Asked<SnapshotDetail>;
  /** The person wanted to go on without a repository. */
  missing: boolean;
}

export function WhatStep({ choices, choose, rows, snapshots, detail, missing }: WhatStepProps) {
  const now = useNow();
  const { snapshot, repository, source } = choices;
  const row = rows.find((each) => each.id === snapshot);
  const options = repositoryOptions(detail.data?.entries ?? []);
  return (
    <Container>
      <SpaceBetween size="l">
        {Boolean(snapshots.error) && !snapshots.data && (
          <ProblemView error={snapshots.error} onRetry={snapshots.refetch} />
        )}
        <FormField label="Snapshot" description="The state to go back to.">
          <Select
            selectedOption={row ? snapshotOption(row, now) : snapshot ? { value: snapshot, label: snapshot } : null}
            options={rows.map((each) => snapshotOption(each, now))}
            onChange={({ detail: { selectedOption } }) => choose({ snapshot: selectedOption.value })}
            statusType={snapshots.isPending ? "loading" : "finished"}
            loadingText="Reading the snapshots"
            placeholder="Choose a snapshot"
            empty="There is no snapshot yet"
            filteringType="auto"
            filteringAriaLabel="Find a snapshot"
            selectedAriaLabel="Chosen"
            data-testid="snapshot-select"
          />
        </FormField>
        <FormField
          label="Repository"
          description="What was empty or never captured holds nothing to restore."
          errorText={missing ? "Choose the repository to restore." : undefined}
        >
          <Select
            selectedOption={
              options.find((each) => each.value === repository) ??
              (repository ? { value: repository, label: repository } : null)
            }
            options={options}
            onChange={({ detail: { selectedOption } }) =>
              choose({ repository: selectedOption.value, target: undefined })
            }
            statusType={detail.isPending ? "loading" : "finished"}
            loadingText="Reading the snapshot"
            placeholder="Choose a repository"
            empty="This snapshot holds no repository"
            filteringType="auto"
            filteringAriaLabel="Find a repository"
            selectedAriaLabel="Chosen"
            virtualScroll
            invalid={missing}
            data-testid="repository-select"
          />
        </FormField>
        <SourceChoice source={source} row={row} choose={choose} />
        {Boolean(detail.error) && !detail.data && <ProblemView error={detail.error} onRetry={detail.refetch} />}
        {detail.data?.notice && <ProblemNote problem={detail.data.notice} />}
      </SpaceBetween>
    </Container>
  );
}

function SourceChoice({
  source,
  row,
  choose,
}: Pick<WhatStepProps, "choose"> & { source: Choices["source"]; row?: SnapshotRow }) {
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
        value={source ?? "primary"}
        onChange={({ detail }) => choose({ source: detail.value === "replica" ? "replica" : "primary" })}
        items={[item("primary", "Primary bucket"), item("replica", "Replica bucket")]}
      />
    </FormField>
  );
}
