"use client";
import { I18nProvider } from "@cloudscape-design/components/i18n";
import messages from "@cloudscape-design/components/i18n/messages/all.en";
import { QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { ApiError } from "../http";
import { ClockProvider } from "./clock";
import { useLayoutOfWindow } from "./hydrate-as-desktop";
import type { Preferences } from "./preferences";
import { PreferencesProvider } from "./preferences-context";

interface ProvidersProps {
  preferences: Preferences;
  serverTime: string;
  children: ReactNode;
}

export function Providers({ preferences, serverTime, children }: ProvidersProps) {
  const [client] = useState(newQueryClient);
  useLayoutOfWindow();
  return (
    <QueryClientProvider client={client}>
      <PreferencesProvider initial={preferences}>
        <ClockProvider serverTime={serverTime}>
          <I18nProvider locale="en" messages={[messages]}>
            {children}
          </I18nProvider>
        </ClockProvider>
      </PreferencesProvider>
    </QueryClientProvider>
  );
}

function newQueryClient(): QueryClient {
  return new QueryClient({
    // A session that is over leaves nothing on the screen: the sign-in comes back to this page.
    queryCache: new QueryCache({
      onError: (error) => {
        if (error instanceof ApiError && error.code === "not-signed-in") toSignIn();
      },
    }),
    defaultOptions: {
      queries: {
        // What the server has just rendered is not asked again at once.
        staleTime: 2000,
        // Asking while the browser thinks it is offline costs nothing, and the answer is the better judge.
        networkMode: "always",
        // A wrong request stays wrong; a lost one is worth a second try before the page shows an error.
        retry: (failures, error) =>
          failures < 1 && (!(error instanceof ApiError) || error.status >= 500 || error.status === 0),
        retryDelay: 800,
      },
      // Left to itself the library keeps what was pressed while offline, and does it when the network is back: hours later, unasked.
      mutations: { networkMode: "always" },
    },
  });
}

function toSignIn(): void {
  const { pathname, search } = window.location;
  if (pathname.startsWith("/login")) return;
  window.location.assign(`/login?${new URLSearchParams({ callbackUrl: pathname + search })}`);
}
