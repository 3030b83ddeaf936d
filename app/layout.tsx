import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { DARK_CLASS, SYSTEM_THEME_SCRIPT } from "@/components/shell/preferences";
import { Providers } from "@/components/shell/providers";
import { readPreferences } from "./_server/preferences";
import "./base.css";

export const metadata: Metadata = {
  title: { template: "%s · Holdfast", default: "Holdfast" },
  description: "Every GitHub repository of the organisation, restorable and proven.",
  robots: { index: false, follow: false },
};

export const viewport: Viewport = { width: "device-width", initialScale: 1, colorScheme: "light dark" };

export default async function RootLayout({ children }: { children: ReactNode }) {
  const preferences = await readPreferences();
  const nonce = (await headers()).get("x-nonce") ?? undefined;
  const { theme } = preferences;
  return (
    <html lang="en">
      {/* The script below may add the dark class before React looks. */}
      <body className={theme === "dark" ? DARK_CLASS : ""} suppressHydrationWarning>
        {theme === "system" && (
          // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant of ours, under the policy's nonce.
          <script nonce={nonce} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: SYSTEM_THEME_SCRIPT }} />
        )}
        <Providers preferences={preferences} serverTime={new Date().toISOString()}>
          {children}
        </Providers>
      </body>
    </html>
  );
}
