import type { Metadata } from "next";
import { firstPage, Prefetched } from "@/app/_server/prefetched";
import { pageSession } from "@/app/_server/session";
import { SNAPSHOTS_PER_PAGE, snapshotsQuery } from "@/components/snapshots/queries";
import { SnapshotsScreen } from "@/components/snapshots/snapshots-screen";
import { listSnapshots } from "@/lib/operations/list-snapshots";

export const metadata: Metadata = { title: "Snapshots" };

export default async function SnapshotsPage() {
  const { services } = await pageSession();
  const read = () => firstPage(listSnapshots(services, { limit: SNAPSHOTS_PER_PAGE }, new Date()));
  return (
    <Prefetched queries={[{ query: snapshotsQuery(), read }]}>
      <SnapshotsScreen />
    </Prefetched>
  );
}
