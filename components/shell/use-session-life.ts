"use client";
import { useEffect } from "react";

/** Far less than the half hour after which the server ends a session in which nobody does anything. */
const RENEW_MS = 5 * 60_000;

/**
 * Renews the session while somebody is at the page: keys and presses count, what the page asks by itself does not. What is over
 * eight hours after the sign-in is over all the same.
 */
export function useSessionLife(): void {
  useEffect(() => {
    let renewed = Date.now();
    const onSign = () => {
      if (Date.now() - renewed < RENEW_MS) return;
      renewed = Date.now();
      // The answer is a new cookie. When it fails, the next request says that nobody is signed in.
      void fetch("/api/auth/session", { cache: "no-store" }).catch(() => undefined);
    };
    const signs = ["pointerdown", "keydown"] as const;
    for (const sign of signs) document.addEventListener(sign, onSign, { passive: true });
    return () => {
      for (const sign of signs) document.removeEventListener(sign, onSign);
    };
  }, []);
}
