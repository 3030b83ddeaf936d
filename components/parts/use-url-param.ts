"use client";
import { useSearchParams } from "next/navigation";
import { useCallback, useEffect, useSyncExternalStore } from "react";
import { caughtUp, goAhead, subscribeAhead, valueAhead } from "./url-ahead";

/**
 * One choice of a page kept in its address, so that reloading and pasting to a colleague work. `replace` (the default)
 * leaves no trace in the history; `push` is for steps one wants to go back from.
 */
export function useUrlParam(
  name: string,
): [string | undefined, (value: string | undefined, mode?: "replace" | "push") => void] {
  const params = useSearchParams();
  const value = useSyncExternalStore(
    subscribeAhead,
    () => valueAhead(params, window.location, name),
    () => params.get(name) ?? undefined,
  );
  useEffect(() => caughtUp(params), [params]);
  const set = useCallback(
    (next: string | undefined, mode: "replace" | "push" = "replace") => setUrlParams({ [name]: next }, mode),
    [name],
  );
  return [value, set];
}

/** Changes several at once; undefined takes one away. Next follows the browser's own history. */
export function setUrlParams(changes: Record<string, string | undefined>, mode: "replace" | "push" = "replace"): void {
  const url = new URL(window.location.href);
  const before = new URL(url);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined || value === "") url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  if (url.href === window.location.href) return;
  if (mode === "push") window.history.pushState(null, "", url);
  else window.history.replaceState(null, "", url);
  goAhead(before, url);
}
