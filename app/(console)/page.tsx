import type { Metadata } from "next";
import { Prefetched } from "@/app/_server/prefetched";
import { pageSession } from "@/app/_server/session";
import { sharedDrills, sharedFirstSteps, sharedOverview } from "@/app/_server/shared-reads";
import { drillsQuery } from "@/components/drills/queries";
import { OverviewScreen } from "@/components/overview/overview-screen";
import { firstStepsQuery, overviewQuery } from "@/components/overview/queries";

export const metadata: Metadata = { title: "Overview" };

export default async function OverviewPage() {
  const { services } = await pageSession();
  return (
    <Prefetched
      queries={[
        { query: overviewQuery(), read: () => sharedOverview(services) },
        { query: firstStepsQuery(), read: () => sharedFirstSteps(services) },
        { query: drillsQuery(), read: () => sharedDrills(services) },
      ]}
    >
      <OverviewScreen />
    </Prefetched>
  );
}
