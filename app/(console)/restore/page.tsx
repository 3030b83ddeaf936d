import type { Metadata } from "next";
import { firstPage, Prefetched } from "@/app/_server/prefetched";
import { pageSession } from "@/app/_server/session";
import { sharedSnapshot, sharedSnapshots } from "@/app/_server/shared-reads";
import { RestoreScreen } from "@/components/restore/restore-screen";
import { SNAPSHOTS_PER_PAGE, snapshotQuery, snapshotsQuery } from "@/components/snapshots/queries";
import { snapshotId } from "@/lib/domain/ids-schema";

export const metadata: Metadata = { title: "Restore" };

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function RestorePage({ searchParams }: PageProps) {
  const { services } = await pageSession();
  const chosen = await searchParams;
  const id = snapshotId.safeParse(chosen.snapshot).data;
  const side = chosen.source === "replica" ? "replica" : "primary";
  const list = {
    query: snapshotsQuery(),
    read: () => firstPage(sharedSnapshots(services, { limit: SNAPSHOTS_PER_PAGE })),
  };
  const one = id && { query: snapshotQuery(id, side), read: () => sharedSnapshot(services, id, side) };
  return (
    <Prefetched queries={one ? [list, one] : [list]}>
      <RestoreScreen />
    </Prefetched>
  );
}
