import type { Metadata } from "next";
import { Prefetched } from "@/app/_server/prefetched";
import { pageSession } from "@/app/_server/session";
import { sharedOverview } from "@/app/_server/shared-reads";
import { drillsQuery } from "@/components/drills/queries";
import { OverviewScreen } from "@/components/overview/overview-screen";
import { firstStepsQuery, overviewQuery } from "@/components/overview/queries";
import { readDrillsNow } from "@/lib/operations/read-drills";
import { readFirstSteps } from "@/lib/operations/read-first-steps";

export const metadata: Metadata = { title: "Overview" };

export default async function OverviewPage() {
  const { services } = await pageSession();
  return (
    <Prefetched
      queries={[
        { query: overviewQuery(), read: () => sharedOverview(services) },
        { query: firstStepsQuery(), read: () => readFirstSteps(services, new Date()) },
        { query: drillsQuery(), read: () => readDrillsNow(services, new Date()) },
      ]}
    >
      <OverviewScreen />
    </Prefetched>
  );
}
