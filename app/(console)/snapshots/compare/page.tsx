import type { Metadata } from "next";
import { firstPage, Prefetched } from "@/app/_server/prefetched";
import { pageSession } from "@/app/_server/session";
import { sharedSnapshots } from "@/app/_server/shared-reads";
import { CompareScreen } from "@/components/compare/compare-screen";
import { comparisonQuery } from "@/components/compare/queries";
import { askedRows } from "@/components/parts/asked-rows";
import { SNAPSHOTS_PER_PAGE, snapshotsQuery } from "@/components/snapshots/queries";
import { snapshotId } from "@/lib/domain/ids-schema";
import { rowQuery } from "@/lib/domain/row-page";
import { compareSnapshots } from "@/lib/operations/compare-snapshots";

export const metadata: Metadata = { title: "Compare snapshots" };

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function ComparePage({ searchParams }: PageProps) {
  const { services } = await pageSession();
  const asked = await searchParams;
  const rows = askedRows(asked);
  const [from, to] = [snapshotId.safeParse(asked.from).data, snapshotId.safeParse(asked.to).data];
  const list = {
    query: snapshotsQuery(),
    read: () => firstPage(sharedSnapshots(services, { limit: SNAPSHOTS_PER_PAGE })),
  };
  const comparison =
    from && to && from !== to
      ? [
          {
            query: comparisonQuery(from, to, rows),
            read: () => compareSnapshots(services, { from, to }, rowQuery.parse(rows)),
          },
        ]
      : [];
  return (
    <Prefetched queries={[list, ...comparison]}>
      <CompareScreen />
    </Prefetched>
  );
}
