import type { Metadata } from "next";
import { pageSession } from "@/app/_server/session";
import { SettingsScreen } from "@/components/settings/settings-screen";

export const metadata: Metadata = { title: "Settings" };

/** Nothing is fetched before the page is sent: the doctor asks a dozen services, and nobody should wait for a blank page. */
export default async function SettingsPage() {
  await pageSession();
  return <SettingsScreen />;
}
