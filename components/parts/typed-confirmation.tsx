"use client";
import FormField from "@cloudscape-design/components/form-field";
import Input from "@cloudscape-design/components/input";

interface TypedConfirmationProps {
  /** What has to be typed. */
  confirmation: string;
  typed: string;
  onChange: (typed: string) => void;
}

export function TypedConfirmation({ confirmation, typed, onChange }: TypedConfirmationProps) {
  return (
    <FormField label="Type this to confirm" description={confirmation}>
      <Input
        value={typed}
        onChange={({ detail }) => onChange(detail.value)}
        ariaLabel={`Type ${confirmation} to confirm`}
        placeholder={confirmation}
        autoComplete={false}
        spellcheck={false}
        autoFocus
        data-testid="confirm-target"
      />
    </FormField>
  );
}
