import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Prefetched } from "@/app/_server/prefetched";
import { pageSession } from "@/app/_server/session";
import { snapshotQuery } from "@/components/snapshots/queries";
import { SnapshotScreen } from "@/components/snapshots/snapshot-screen";
import { snapshotId } from "@/lib/domain/ids";
import { readSnapshot } from "@/lib/operations/read-snapshot";

interface PageProps {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ side?: string | string[] }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `Snapshot ${(await params).id}` };
}

export default async function SnapshotPage({ params, searchParams }: PageProps) {
  const { services } = await pageSession();
  const id = snapshotId.safeParse((await params).id).data;
  if (!id) notFound();
  const side = (await searchParams).side === "replica" ? "replica" : "primary";
  return (
    <Prefetched
      queries={[{ query: snapshotQuery(id, side), read: () => readSnapshot(services, id, side, new Date()) }]}
    >
      <SnapshotScreen id={id} />
    </Prefetched>
  );
}
