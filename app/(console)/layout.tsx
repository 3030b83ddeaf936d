import { headers } from "next/headers";
import type { ReactNode } from "react";
import { pageToken } from "@/app/_server/own-page";
import { pageSession } from "@/app/_server/session";
import { Shell } from "@/components/shell/shell";
import { accountOf } from "@/lib/domain/aws-account";
import { PAGE_TOKEN_META } from "@/lib/domain/page-token";
import { VERSION } from "@/lib/domain/version";

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const { session, services } = await pageSession();
  const { primary, replica } = services.sides;
  const { id, login, name, role } = session;
  return (
    <>
      <meta name={PAGE_TOKEN_META} content={pageToken(services.environment, session)} />
      <Shell
        facts={{
          ...{ id, login, name, role },
          environment: services.environment.ENVIRONMENT_NAME,
          account: accountOf(services.environment.DOWNLOAD_ROLE_ARN),
          logLink: services.environment.LOG_LINK,
          primary: { bucket: primary.store.bucket, region: primary.store.region },
          replica: replica && {
            ...{ bucket: replica.store.bucket, region: replica.store.region },
            account: services.environment.REPLICA_ACCOUNT,
          },
          standby: services.standby,
          holds: services.holds ?? false,
          twoPeople: services.twoPeople,
          version: VERSION,
          narrow: /\bMobi/.test((await headers()).get("user-agent") ?? ""),
        }}
      >
        {children}
      </Shell>
    </>
  );
}
