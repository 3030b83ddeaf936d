import type { Metadata, Viewport } from "next";
import { headers } from "next/headers";
import type { ReactNode } from "react";
import { FINISH_PRESS_SCRIPT } from "@/components/shell/finish-press";
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
        <script
          nonce={nonce}
          suppressHydrationWarning
          // biome-ignore lint/security/noDangerouslySetInnerHtml: constants of ours, under the policy's nonce.
          dangerouslySetInnerHTML={{
            __html: [FINISH_PRESS_SCRIPT, ...(theme === "system" ? [SYSTEM_THEME_SCRIPT] : [])].join(";"),
          }}
        />
        <Providers preferences={preferences} serverTime={new Date().toISOString()}>
          {children}
        </Providers>
      </body>
    </html>
  );
}
