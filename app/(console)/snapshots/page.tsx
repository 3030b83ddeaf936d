import type { Metadata } from "next";
import { firstPage, Prefetched } from "@/app/_server/prefetched";
import { pageSession } from "@/app/_server/session";
import { sharedSnapshots } from "@/app/_server/shared-reads";
import { SNAPSHOTS_PER_PAGE, snapshotsQuery } from "@/components/snapshots/queries";
import { SnapshotsScreen } from "@/components/snapshots/snapshots-screen";

export const metadata: Metadata = { title: "Snapshots" };

export default async function SnapshotsPage() {
  const { services } = await pageSession();
  const read = () => firstPage(sharedSnapshots(services, { limit: SNAPSHOTS_PER_PAGE }));
  return (
    <Prefetched queries={[{ query: snapshotsQuery(), read }]}>
      <SnapshotsScreen />
    </Prefetched>
  );
}
