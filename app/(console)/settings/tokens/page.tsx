import type { Metadata } from "next";
import { Prefetched } from "@/app/_server/prefetched";
import { pageSession } from "@/app/_server/session";
import { tokensQuery } from "@/components/tokens/queries";
import { TokensScreen } from "@/components/tokens/tokens-screen";
import { listTokens } from "@/lib/operations/api-tokens/list-tokens";

export const metadata: Metadata = { title: "API tokens" };

export default async function TokensPage() {
  const { services } = await pageSession();
  return (
    <Prefetched queries={[{ query: tokensQuery(), read: () => listTokens(services, new Date()) }]}>
      <TokensScreen />
    </Prefetched>
  );
}
