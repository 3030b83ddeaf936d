import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Prefetched } from "@/app/_server/prefetched";
import { pageSession } from "@/app/_server/session";
import { ApprovalScreen } from "@/components/approvals/approval-screen";
import { approvalQuery } from "@/components/approvals/queries";
import { approvalId } from "@/lib/domain/ids-schema";
import { openApproval } from "@/lib/operations/read-approvals";

interface PageProps {
  params: Promise<{ id: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `Approval ${(await params).id}` };
}

export default async function ApprovalPage({ params }: PageProps) {
  const { services } = await pageSession();
  const id = approvalId.safeParse((await params).id).data;
  if (!id) notFound();
  return (
    <Prefetched queries={[{ query: approvalQuery(id), read: () => openApproval(services, id, new Date()) }]}>
      <ApprovalScreen id={id} />
    </Prefetched>
  );
}
