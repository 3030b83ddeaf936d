"use client";
import Button from "@cloudscape-design/components/button";
import { formatNumber } from "@/lib/domain/format";
import { useFollow } from "../shell/use-follow";

/** The two that are selected; the newest two where none is. */
export function CompareButton({ selected }: { selected: readonly string[] }) {
  const follow = useFollow();
  const [from, to] = [...selected].sort();
  if (selected.length === 1 || selected.length > 2)
    return (
      <Button
        disabled
        disabledReason={`${formatNumber(selected.length)} ${selected.length === 1 ? "is" : "are"} selected: select two to compare them, or none for the newest two`}
      >
        Compare two
      </Button>
    );
  const pair = from && to ? `?${new URLSearchParams({ from, to })}` : "";
  return (
    <Button href={`/snapshots/compare${pair}`} onFollow={follow}>
      Compare two
    </Button>
  );
}
