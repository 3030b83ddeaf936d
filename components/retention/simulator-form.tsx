"use client";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import FormField from "@cloudscape-design/components/form-field";
import Grid from "@cloudscape-design/components/grid";
import Header from "@cloudscape-design/components/header";
import Select from "@cloudscape-design/components/select";
import { STORAGE_CLASS_VIEW, STORAGE_CLASSES } from "@/lib/domain/cost/prices";
import { changedShareOf, type FleetSizes } from "@/lib/domain/retention/fleet-sizes";
import type { BucketRules } from "@/lib/domain/retention/retention-view";
import { LOCKED, lockDaysOf, type RetentionSettings } from "@/lib/domain/retention/settings";
import type { SettingParam } from "@/lib/domain/retention/settings-in-url";
import { describeInterval, LOCKED_LABEL } from "@/lib/domain/retention/words";
import { SIDE_LABEL } from "@/lib/domain/snapshot";
import { NumberField, nowText } from "./number-field";

interface SimulatorFormProps {
  now: RetentionSettings;
  next: RetentionSettings;
  sizes: FleetSizes;
  buckets: BucketRules[];
  choose: (name: SettingParam, value: string | undefined) => void;
  /** Missing where nothing is chosen. */
  reset?: () => void;
}

const INTERVALS = [1, 2, 6, 12, 24, 48, 168];

/** Every setting, as it is now until another is chosen. */
export function SimulatorForm({ now, next, sizes, buckets, choose, reset }: SimulatorFormProps) {
  const intervals = [...new Set([...INTERVALS, now.intervalHours, next.intervalHours])].sort((a, b) => a - b);
  const replica = buckets.some(({ side }) => side === "replica");
  const share = (of: RetentionSettings) => Math.round((of.changedShare ?? changedShareOf(sizes)) * 1000) / 10;
  return (
    <Container
      header={
        <Header
          variant="h2"
          description="Starts from the settings as they are now, which stay marked. Nothing is changed by it; the address keeps what you choose"
          actions={
            <Button onClick={reset} disabled={!reset}>
              Back to the settings as they are
            </Button>
          }
        >
          What if
        </Header>
      }
    >
      <Grid
        gridDefinition={Array.from({ length: replica ? 10 : 8 }, () => ({
          colspan: { default: 12, xs: 6, m: 4, l: 3 },
        }))}
      >
        <Choice
          label="A backup"
          options={intervals.map((hours) => ({ value: String(hours), label: describeInterval(hours) }))}
          now={String(now.intervalHours)}
          next={String(next.intervalHours)}
          onChoose={(value) => choose("interval", value)}
        />
        <NumberField
          label="Retention, in days"
          name="retention"
          now={now.retentionDays}
          next={next.retentionDays}
          choose={choose}
        />
        <NumberField
          label="A new full after, in days"
          name="full"
          now={now.fullIntervalDays}
          next={next.fullIntervalDays}
          choose={choose}
        />
        <Choice
          label="Object lock"
          options={LOCKED.filter((each) => replica || each !== "replica").map((each) => ({
            value: each,
            label: LOCKED_LABEL[each],
          }))}
          now={now.locked}
          next={next.locked}
          onChoose={(value) => choose("lock", value)}
        />
        <NumberField
          label="Locked for, in days"
          name="lock-days"
          now={lockDaysOf(now, "replica")}
          next={lockDaysOf(next, "replica")}
          disabled={next.locked === "none"}
          choose={choose}
        />
        {buckets.map(({ side }) => (
          <Choice
            key={side}
            label={`Older bundles in the ${SIDE_LABEL[side].toLowerCase()}`}
            options={STORAGE_CLASSES.map((each) => ({ value: each, label: STORAGE_CLASS_VIEW[each].label }))}
            now={now.storageClass[side]}
            next={next.storageClass[side]}
            onChoose={(value) => choose(`${side}-class`, value)}
          />
        ))}
        <NumberField
          label="Repositories that change in a day, in %"
          name="changed"
          now={share(now)}
          next={share(next)}
          choose={choose}
        />
        <NumberField
          label="Growth in a year, in %"
          name="growth"
          now={now.growthPercent}
          next={next.growthPercent}
          choose={choose}
        />
      </Grid>
    </Container>
  );
}

interface ChoiceProps {
  label: string;
  options: { value: string; label: string }[];
  now: string;
  next: string;
  onChoose: (value: string | undefined) => void;
}

function Choice({ label, options, now, next, onChoose }: ChoiceProps) {
  const shown = options.map((option) => (option.value === now ? { ...option, labelTag: "now" } : option));
  return (
    <FormField
      label={label}
      constraintText={nowText(options.find(({ value }) => value === now)?.label ?? now, now !== next)}
    >
      <Select
        options={shown}
        selectedOption={options.find(({ value }) => value === next) ?? null}
        onChange={({ detail }) =>
          onChoose(detail.selectedOption.value === now ? undefined : detail.selectedOption.value)
        }
        expandToViewport
      />
    </FormField>
  );
}
