import type { Metadata } from "next";
import { firstPage, Prefetched } from "@/app/_server/prefetched";
import { pageSession } from "@/app/_server/session";
import { sharedSnapshots } from "@/app/_server/shared-reads";
import { retentionQuery } from "@/components/retention/queries";
import { RetentionScreen } from "@/components/retention/retention-screen";
import { SNAPSHOTS_PER_PAGE, snapshotsQuery } from "@/components/snapshots/queries";
import { readRetention } from "@/lib/operations/read-retention";

export const metadata: Metadata = { title: "Retention and cost" };

export default async function RetentionPage() {
  const { services } = await pageSession();
  const rows = () => firstPage(sharedSnapshots(services, { limit: SNAPSHOTS_PER_PAGE }));
  return (
    <Prefetched
      queries={[
        { query: retentionQuery(), read: () => readRetention(services) },
        { query: snapshotsQuery(), read: rows },
      ]}
    >
      <RetentionScreen />
    </Prefetched>
  );
}
