import type { Metadata } from "next";
import { firstPage, Prefetched } from "@/app/_server/prefetched";
import { pageSession, requireRole } from "@/app/_server/session";
import { AuditScreen } from "@/components/audit/audit-screen";
import { auditQuery } from "@/components/audit/queries";
import { readAuditPage } from "@/lib/operations/read-audit";

export const metadata: Metadata = { title: "Audit" };

export default async function AuditPage() {
  const { services } = await pageSession();
  const read = async () => {
    await requireRole("read the audit trail");
    return firstPage(readAuditPage(services.audits, {}));
  };
  return (
    <Prefetched queries={[{ query: auditQuery(), read }]}>
      <AuditScreen />
    </Prefetched>
  );
}
