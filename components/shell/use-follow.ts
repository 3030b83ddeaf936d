"use client";
import { useRouter } from "next/navigation";
import { useCallback } from "react";

interface FollowEvent {
  preventDefault(): void;
  detail: { href?: string; external?: boolean };
}

/** `onFollow` of Cloudscape's links: goes there without loading the page anew. Links to elsewhere stay links. */
export function useFollow(): (event: FollowEvent) => void {
  const router = useRouter();
  return useCallback(
    (event) => {
      const { href, external } = event.detail;
      if (external || !href?.startsWith("/") || href.startsWith("/api/")) return;
      event.preventDefault();
      router.push(href);
    },
    [router],
  );
}
