import type { Metadata } from "next";
import { Prefetched } from "@/app/_server/prefetched";
import { pageSession } from "@/app/_server/session";
import { sharedAlarms, sharedHearings } from "@/app/_server/shared-reads";
import { AlarmsScreen } from "@/components/alarms/alarms-screen";
import { alarmsQuery, hearingsQuery } from "@/components/alarms/queries";

export const metadata: Metadata = { title: "Alarms" };

export default async function AlarmsPage() {
  const { services } = await pageSession();
  return (
    <Prefetched
      queries={[
        { query: alarmsQuery(), read: () => sharedAlarms(services) },
        { query: hearingsQuery(), read: () => sharedHearings(services) },
      ]}
    >
      <AlarmsScreen />
    </Prefetched>
  );
}
