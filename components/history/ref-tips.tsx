"use client";
import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import { useState } from "react";
import type { FoundTip } from "@/lib/domain/catalogue/ref-history";
import { formatNumber } from "@/lib/domain/format";
import { RouteLink } from "../parts/route-link";

/** Where a commit that was searched for was at the tip of a branch or tag. */
export function RefTips({ tips }: { tips: readonly FoundTip[] }) {
  if (tips.length === 0) return null;
  return (
    <Alert type="info" header="Snapshots that have this commit at a tip">
      {tips.map((tip) => (
        <Tip key={`${tip.name} ${tip.oid} ${tip.snapshots[0]}`} tip={tip} />
      ))}
    </Alert>
  );
}

const NAMED = 6;
/** A commit may have been at a tip for years: so many more with each press. */
const MORE = 100;

function Tip({ tip: { name, oid, snapshots } }: { tip: FoundTip }) {
  const [shown, show] = useState(NAMED);
  const left = snapshots.length - shown;
  const more = left > MORE ? `Show ${formatNumber(MORE)} of them` : "Show them";
  return (
    <div data-testid="ref-tip">
      <code>{oid.slice(0, 12)}</code> was <b>{name}</b> in{" "}
      {snapshots.slice(0, shown).map((snapshot, index) => (
        <span key={snapshot}>
          {index > 0 && ", "}
          <RouteLink href={`/snapshots/${snapshot}`}>{snapshot}</RouteLink>
        </span>
      ))}
      {left > 0 && (
        <>
          {" "}
          and {formatNumber(left)} more, back to {snapshots.at(-1)}:{" "}
          <Button
            variant="inline-link"
            onClick={() => show(shown + MORE)}
            ariaLabel={`${more}: snapshots that had ${name} at ${oid.slice(0, 12)}`}
          >
            {more}
          </Button>
        </>
      )}
      {snapshots.length === 0 && "a snapshot that has expired since"}
    </div>
  );
}
