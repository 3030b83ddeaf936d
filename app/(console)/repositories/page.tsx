import type { Metadata } from "next";
import { Prefetched } from "@/app/_server/prefetched";
import { pageSession } from "@/app/_server/session";
import { repositoriesQuery } from "@/components/coverage/queries";
import { RepositoriesScreen } from "@/components/coverage/repositories-screen";
import { readRepositories } from "@/lib/operations/read-repositories";

export const metadata: Metadata = { title: "Repositories" };

export default async function RepositoriesPage() {
  const { services } = await pageSession();
  return (
    <Prefetched queries={[{ query: repositoriesQuery(), read: () => readRepositories(services, new Date()) }]}>
      <RepositoriesScreen />
    </Prefetched>
  );
}
