"use client";
import { useSearchParams } from "next/navigation";
import { useCallback, useEffect, useSyncExternalStore } from "react";
import { caughtUp, goAhead, subscribeAhead, unwritten, valueAhead } from "./url-ahead";
import { writeNow, writeSoon } from "./write-soon";

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

/**
 * Changes several at once; undefined takes one away. Next follows the browser's own history. `soon` is `replace` for what is
 * followed here at once, and whose answer should not wait until Next has drawn the page.
 */
export function setUrlParams(
  changes: Record<string, string | undefined>,
  mode: "replace" | "push" | "soon" = "replace",
): void {
  if (mode !== "soon") writeNow();
  const before = new URL(window.location.href);
  const waits = unwritten(before);
  if (waits) before.search = waits.toString();
  const url = new URL(before);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined || value === "") url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  if (url.href === before.href) return;
  if (mode === "push") window.history.pushState(null, "", url);
  if (mode === "replace") window.history.replaceState(null, "", url);
  goAhead(before, url, mode !== "soon");
  if (mode === "soon") writeSoon();
}
