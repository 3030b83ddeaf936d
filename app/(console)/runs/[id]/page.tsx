import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Prefetched } from "@/app/_server/prefetched";
import { pageSession } from "@/app/_server/session";
import { runQuery } from "@/components/runs/queries";
import { RunScreen } from "@/components/runs/run-screen";
import { runId } from "@/lib/domain/ids-schema";
import { openRun } from "@/lib/operations/open-run";

interface PageProps {
  params: Promise<{ id: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `Run ${(await params).id}` };
}

export default async function RunPage({ params }: PageProps) {
  const { services } = await pageSession();
  const id = runId.safeParse((await params).id).data;
  if (!id) notFound();
  return (
    <Prefetched queries={[{ query: runQuery(id), read: () => openRun(services, id, new Date()) }]}>
      <RunScreen id={id} />
    </Prefetched>
  );
}
