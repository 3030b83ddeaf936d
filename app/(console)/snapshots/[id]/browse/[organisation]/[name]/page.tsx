import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Prefetched } from "@/app/_server/prefetched";
import { pageSession } from "@/app/_server/session";
import { BrowseScreen } from "@/components/browse/browse-screen";
import { entryQuery } from "@/components/snapshots/queries";
import { repositoryName, snapshotId } from "@/lib/domain/ids-schema";
import { readEntry } from "@/lib/operations/read-snapshot";

interface PageProps {
  params: Promise<{ id: string; organisation: string; name: string }>;
  searchParams: Promise<{ side?: string | string[] }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { id, organisation, name } = await params;
  return { title: `Inside ${organisation}/${name} of ${id}` };
}

/** Only the entry is read here: what is inside is asked for by the browser of somebody who may, and told in the audit trail. */
export default async function BrowsePage({ params, searchParams }: PageProps) {
  const { services } = await pageSession();
  const { id, organisation, name } = await params;
  const snapshot = snapshotId.safeParse(id).data;
  const repository = repositoryName.safeParse(`${organisation}/${name}`).data;
  if (!snapshot || !repository) notFound();
  const side = (await searchParams).side === "replica" ? "replica" : "primary";
  return (
    <Prefetched
      queries={[
        {
          query: entryQuery(snapshot, repository, side),
          read: () => readEntry(services, snapshot, repository, side),
        },
      ]}
    >
      <BrowseScreen snapshot={snapshot} repository={repository} />
    </Prefetched>
  );
}
