"use client";
import Alert from "@cloudscape-design/components/alert";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useMemo } from "react";
import { regionsOf, settingsNow } from "@/lib/domain/cost/monthly-cost";
import { compare, sameSettings } from "@/lib/domain/retention/comparison";
import { exampleFleet } from "@/lib/domain/retention/example-fleet";
import type { RetentionView } from "@/lib/domain/retention/retention-view";
import { settingsFrom } from "@/lib/domain/retention/settings-in-url";
import { ProblemNote } from "../parts/problem";
import { ChangePanel } from "./change-panel";
import { CostTable } from "./cost-table";
import { FleetNote } from "./fleet-note";
import { GrowthChart } from "./growth-chart";
import { SimulatorForm } from "./simulator-form";
import { useSettingsQuery } from "./use-settings-query";

/** Repositories of the example where no fleet is known. */
const EXAMPLE = 500;

/** What other settings would keep, and what that costs, over the fleet as it is. */
export function Simulator({ retention }: { retention: RetentionView }) {
  const { query, choose, reset } = useSettingsQuery();
  const known = retention.fleet.known ? retention.fleet.value : undefined;
  const sizes = useMemo(() => known?.sizes ?? exampleFleet(EXAMPLE), [known]);
  const now = settingsNow(retention);
  const next = settingsFrom(query, now);
  const changed = !sameSettings(now, next);
  const regions = regionsOf(retention);
  const key = JSON.stringify([now, next, regions]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key has all that the figures depend on.
  const compared = useMemo(() => compare(sizes, now, changed ? next : undefined, regions), [sizes, key]);
  return (
    <SpaceBetween size="l">
      {!retention.fleet.known && <ProblemNote problem={retention.fleet.problem} />}
      {!known && (
        <Alert type="info" header="Example figures, not yours" data-testid="example-fleet">
          There is no snapshot to take sizes from{retention.fleet.known ? " yet" : ""}. Everything below is reckoned for{" "}
          {EXAMPLE} repositories of 20 MB each, a tenth of which changes on a day. After the first backup your own sizes
          stand here.
        </Alert>
      )}
      {known && <FleetNote fleet={known} />}
      {retention.assumed.length > 0 && (
        <Alert type="warning" header="Not all of the settings could be read">
          {retention.assumed.join(" ")}
        </Alert>
      )}
      <SimulatorForm
        now={now}
        next={next}
        sizes={sizes}
        buckets={retention.buckets}
        choose={choose}
        reset={changed ? reset : undefined}
      />
      <CostTable compared={compared} buckets={retention.buckets} />
      <GrowthChart compared={compared} />
      <ChangePanel now={now} next={next} changed={changed} />
    </SpaceBetween>
  );
}
