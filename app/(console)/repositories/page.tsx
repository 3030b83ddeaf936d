import type { Metadata } from "next";
import { Prefetched } from "@/app/_server/prefetched";
import { pageSession } from "@/app/_server/session";
import { repositoriesQuery } from "@/components/coverage/queries";
import { RepositoriesScreen } from "@/components/coverage/repositories-screen";
import { askedRows } from "@/components/parts/asked-rows";
import { rowQuery } from "@/lib/domain/row-page";
import { readRepositories } from "@/lib/operations/read-repositories";

export const metadata: Metadata = { title: "Repositories" };

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function RepositoriesPage({ searchParams }: PageProps) {
  const { services } = await pageSession();
  const asked = askedRows(await searchParams);
  const read = () => readRepositories(services, rowQuery.parse(asked), new Date());
  return (
    <Prefetched queries={[{ query: repositoriesQuery(asked), read }]}>
      <RepositoriesScreen />
    </Prefetched>
  );
}
