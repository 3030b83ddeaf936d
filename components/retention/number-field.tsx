"use client";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";
import { useState } from "react";
import { formatNumber } from "@/lib/domain/format";
import { LIMITS, type SettingParam } from "@/lib/domain/retention/settings-in-url";

interface NumberFieldProps {
  label: string;
  name: keyof typeof LIMITS;
  /** Undefined where there is none. */
  now: number | undefined;
  next: number | undefined;
  disabled?: boolean;
  choose: (name: SettingParam, value: string | undefined) => void;
}

/** Marks what is as it is now, and what is chosen. */
export const nowText = (now: string, changed: boolean): string => (changed ? `Changed; now: ${now}` : "As it is now");

/** What is typed stays while it is no number yet; the figures follow as soon as it is one within the limits. */
export function NumberField({ label, name, now, next, disabled, choose }: NumberFieldProps) {
  const [typed, setTyped] = useState<string>();
  const [least, most] = LIMITS[name];
  const text = typed ?? (next === undefined ? "" : String(next));
  const value = Number(text);
  const wrong = typed !== undefined && (typed === "" || !(value >= least && value <= most));
  return (
    <FormField
      label={label}
      constraintText={nowText(
        now === undefined ? "none" : now % 1 === 0 ? formatNumber(now) : String(now),
        now !== next,
      )}
      errorText={wrong ? `A number from ${formatNumber(least)} to ${formatNumber(most)}` : undefined}
    >
      <Input
        type="number"
        inputMode="decimal"
        value={disabled ? "" : text}
        disabled={disabled}
        onChange={({ detail }) => {
          setTyped(detail.value);
          const given = Number(detail.value);
          if (detail.value !== "" && given >= least && given <= most)
            choose(name, given === now ? undefined : detail.value);
        }}
        onBlur={() => setTyped(undefined)}
      />
    </FormField>
  );
}
