import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Prefetched } from "@/app/_server/prefetched";
import { pageSession } from "@/app/_server/session";
import { HistoryScreen } from "@/components/history/history-screen";
import { historyQuery } from "@/components/history/queries";
import { repositoryName } from "@/lib/domain/ids-schema";
import { readHistory } from "@/lib/operations/read-history";

interface PageProps {
  params: Promise<{ organisation: string; name: string }>;
  searchParams: Promise<{ id?: string | string[] }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { organisation, name } = await params;
  return { title: `${organisation}/${name}` };
}

export default async function RepositoryPage({ params, searchParams }: PageProps) {
  const { services } = await pageSession();
  const { organisation, name } = await params;
  const repository = repositoryName.safeParse(`${organisation}/${name}`).data;
  if (!repository) notFound();
  const id = Number((await searchParams).id) || undefined;
  return (
    <Prefetched
      queries={[{ query: historyQuery({ repository, id }), read: () => readHistory(services, { repository, id }) }]}
    >
      <HistoryScreen repository={repository} id={id} />
    </Prefetched>
  );
}
