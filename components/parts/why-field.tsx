"use client";
import FormField from "@cloudscape-design/components/form-field";
import Textarea from "@cloudscape-design/components/textarea";
import { useState } from "react";
import { useFirstError } from "./use-first-error";

interface Why {
  /** As it is sent: without spaces around it. */
  why: string;
  /** Whether there is one; where not, the field says what it misses and takes the focus. */
  given: () => boolean;
  field: { value: string; missing: boolean; onChange: (value: string) => void };
}

/** The reason somebody has to give, asked for no sooner than they go on without it. */
export function useWhy(): Why {
  const [value, onChange] = useState("");
  const [pressed, setPressed] = useState(false);
  const toFirstError = useFirstError();
  const why = value.trim();
  const given = () => {
    setPressed(true);
    if (why === "") toFirstError();
    return why !== "";
  };
  return { why, given, field: { value, missing: pressed && why === "", onChange } };
}

type WhyFieldProps = Why["field"] & {
  description: string;
  /** Ends the sentence that asks for it: `for whoever is to approve it`. */
  readers: string;
  /** Characters; what goes beyond is cut off. */
  most: number;
};

export function WhyField({ value, missing, onChange, description, readers, most }: WhyFieldProps) {
  return (
    <FormField label="Why" description={description} errorText={missing ? `Say why, ${readers}` : undefined}>
      <Textarea
        value={value}
        onChange={({ detail }) => onChange(detail.value.slice(0, most))}
        ariaRequired
        rows={3}
        autoFocus
      />
    </FormField>
  );
}
