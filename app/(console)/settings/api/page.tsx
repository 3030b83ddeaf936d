import type { Metadata } from "next";
import { theViews } from "@/app/_server/api/the-document";
import { pageSession } from "@/app/_server/session";
import { ApiScreen } from "@/components/api/api-screen";

export const metadata: Metadata = { title: "API" };

export default async function ApiPage() {
  const { services } = await pageSession();
  return <ApiScreen operations={theViews()} api={`${new URL(services.environment.NEXTAUTH_URL).origin}/api/v1`} />;
}
