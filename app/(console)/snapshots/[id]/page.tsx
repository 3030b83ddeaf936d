import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Prefetched } from "@/app/_server/prefetched";
import { pageSession } from "@/app/_server/session";
import { sharedSnapshot } from "@/app/_server/shared-reads";
import { askedRows } from "@/components/parts/asked-rows";
import { entriesQuery, snapshotQuery } from "@/components/snapshots/queries";
import { SnapshotScreen } from "@/components/snapshots/snapshot-screen";
import { snapshotId } from "@/lib/domain/ids-schema";
import { rowQuery } from "@/lib/domain/row-page";
import { readEntries } from "@/lib/operations/read-entries";

interface PageProps {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `Snapshot ${(await params).id}` };
}

export default async function SnapshotPage({ params, searchParams }: PageProps) {
  const { services } = await pageSession();
  const id = snapshotId.safeParse((await params).id).data;
  if (!id) notFound();
  const chosen = await searchParams;
  const side = chosen.side === "replica" ? "replica" : "primary";
  const asked = askedRows(chosen);
  return (
    <Prefetched
      queries={[
        { query: snapshotQuery(id, side), read: () => sharedSnapshot(services, id, side) },
        {
          query: entriesQuery(id, side, asked),
          read: () => readEntries(services, id, side, rowQuery.parse(asked)),
        },
      ]}
    >
      <SnapshotScreen id={id} />
    </Prefetched>
  );
}
