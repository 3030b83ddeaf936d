import type { Metadata } from "next";
import { firstPage, Prefetched } from "@/app/_server/prefetched";
import { pageSession } from "@/app/_server/session";
import { retentionQuery } from "@/components/retention/queries";
import { RetentionScreen } from "@/components/retention/retention-screen";
import { SNAPSHOTS_PER_PAGE, snapshotsQuery } from "@/components/snapshots/queries";
import { listSnapshots } from "@/lib/operations/list-snapshots";
import { readRetention } from "@/lib/operations/read-retention";

export const metadata: Metadata = { title: "Retention and cost" };

export default async function RetentionPage() {
  const { services } = await pageSession();
  const rows = () => firstPage(listSnapshots(services, { limit: SNAPSHOTS_PER_PAGE }, new Date()));
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
