import type { Metadata } from "next";
import { firstPage, Prefetched } from "@/app/_server/prefetched";
import { pageSession } from "@/app/_server/session";
import { ApprovalsScreen } from "@/components/approvals/approvals-screen";
import { APPROVALS_PER_PAGE, approvalsQuery } from "@/components/approvals/queries";
import { listApprovals } from "@/lib/operations/read-approvals";

export const metadata: Metadata = { title: "Approvals" };

export default async function ApprovalsPage() {
  const { services } = await pageSession();
  const read = () => firstPage(listApprovals(services, { limit: APPROVALS_PER_PAGE }));
  return (
    <Prefetched queries={[{ query: approvalsQuery(), read }]}>
      <ApprovalsScreen />
    </Prefetched>
  );
}
