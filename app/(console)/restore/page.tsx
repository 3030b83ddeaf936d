import type { Metadata } from "next";
import { firstPage, Prefetched } from "@/app/_server/prefetched";
import { pageSession } from "@/app/_server/session";
import { RestoreScreen } from "@/components/restore/restore-screen";
import { SNAPSHOTS_PER_PAGE, snapshotQuery, snapshotsQuery } from "@/components/snapshots/queries";
import { snapshotId } from "@/lib/domain/ids";
import { listSnapshots } from "@/lib/operations/list-snapshots";
import { readSnapshot } from "@/lib/operations/read-snapshot";

export const metadata: Metadata = { title: "Restore" };

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function RestorePage({ searchParams }: PageProps) {
  const { services } = await pageSession();
  const chosen = await searchParams;
  const now = new Date();
  const id = snapshotId.safeParse(chosen.snapshot).data;
  const side = chosen.source === "replica" ? "replica" : "primary";
  const list = {
    query: snapshotsQuery(),
    read: () => firstPage(listSnapshots(services, { limit: SNAPSHOTS_PER_PAGE }, now)),
  };
  const one = id && { query: snapshotQuery(id, side), read: () => readSnapshot(services, id, side, now) };
  return (
    <Prefetched queries={one ? [list, one] : [list]}>
      <RestoreScreen />
    </Prefetched>
  );
}
