"use client";
import FormField from "@cloudscape-design/components/form-field";
import Grid from "@cloudscape-design/components/grid";
import Select from "@cloudscape-design/components/select";

interface SnapshotPairProps {
  from: string | undefined;
  to: string | undefined;
  known: readonly string[];
  onChange: (pair: { from?: string; to?: string }) => void;
  /** Reads older ones; absent where there are none. */
  more?: () => void;
}

export function SnapshotPair({ from, to, known, onChange, more }: SnapshotPairProps) {
  return (
    <Grid gridDefinition={HALVES}>
      <Choice
        label="Older snapshot"
        chosen={from}
        known={known}
        more={more}
        onChoose={(id) => onChange({ from: id, to })}
      />
      <Choice
        label="Newer snapshot"
        chosen={to}
        known={known}
        more={more}
        onChoose={(id) => onChange({ from, to: id })}
      />
    </Grid>
  );
}

const HALVES = [{ colspan: { default: 12, xs: 6 } }, { colspan: { default: 12, xs: 6 } }];

interface ChoiceProps {
  label: string;
  chosen: string | undefined;
  known: readonly string[];
  more: (() => void) | undefined;
  onChoose: (id: string) => void;
}

function Choice({ label, chosen, known, more, onChoose }: ChoiceProps) {
  const ids = chosen && !known.includes(chosen) ? [chosen, ...known] : known;
  const options = ids.map((value) => ({ value, label: value }));
  return (
    <FormField label={label}>
      <Select
        selectedOption={options.find(({ value }) => value === chosen) ?? null}
        options={options}
        onChange={({ detail }) => detail.selectedOption.value && onChoose(detail.selectedOption.value)}
        filteringType="auto"
        filteringAriaLabel={`Find: ${label.toLowerCase()}`}
        placeholder="Choose a snapshot"
        empty="There is no finished snapshot yet"
        statusType={more ? "pending" : "finished"}
        onLoadItems={() => more?.()}
      />
    </FormField>
  );
}
