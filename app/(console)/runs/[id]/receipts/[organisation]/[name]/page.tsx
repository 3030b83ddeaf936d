import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Prefetched } from "@/app/_server/prefetched";
import { pageSession } from "@/app/_server/session";
import { receiptQuery } from "@/components/restore/queries";
import { ReceiptScreen } from "@/components/runs/receipt-screen";
import { repositoryName, runId } from "@/lib/domain/ids-schema";
import { openReceipt } from "@/lib/operations/open-receipt";

interface PageProps {
  params: Promise<{ id: string; organisation: string; name: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { organisation, name } = await params;
  return { title: `Receipt of ${organisation}/${name}` };
}

/** The receipt of one repository of many. */
export default async function ReceiptPage({ params }: PageProps) {
  const { services } = await pageSession();
  const { id, organisation, name } = await params;
  const run = runId.safeParse(id).data;
  const target = repositoryName.safeParse(`${organisation}/${name}`).data;
  if (!run || !target) notFound();
  return (
    <Prefetched
      queries={[{ query: receiptQuery(run, target), read: () => openReceipt(services.records, run, target) }]}
    >
      <ReceiptScreen run={run} target={target} />
    </Prefetched>
  );
}
