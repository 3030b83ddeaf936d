"use client";
// Where one is inside a repository: all of it stands in the address.
import { useSearchParams } from "next/navigation";
import type { Browsed, Ready } from "@/lib/domain/browse";

export const VIEWS = ["files", "commits", "branches", "tags", "others"] as const;
export type View = (typeof VIEWS)[number];

export interface Place {
  of: Browsed;
  view: View;
  /** Undefined where nothing tells which is meant: no HEAD, and none in the address. */
  ref?: string;
  path: string;
  find: string;
  /** An address of this page with some of it changed. */
  at: (change: Partial<Pick<Place, "view" | "ref" | "path" | "find">>) => string;
}

export function usePlace(of: Browsed, head: Ready["head"]): Place {
  const params = useSearchParams();
  const asked = params.get("view");
  const view = VIEWS.find((each) => each === asked) ?? "files";
  const own = { ref: params.get("ref") ?? undefined, path: params.get("path") ?? "", find: params.get("find") ?? "" };
  const at: Place["at"] = (change) => {
    // What was looked for is not looked for elsewhere.
    const next = { view, ...own, find: "", ...change };
    const entries = [
      ["view", next.view === "files" ? "" : next.view],
      ["ref", next.ref ?? ""],
      ["path", next.path],
      ["find", next.find],
      ["side", of.side === "replica" ? "replica" : ""],
    ].filter(([, value]) => value !== "");
    const query = new URLSearchParams(entries).toString();
    return `/snapshots/${of.snapshot}/browse/${of.repository}${query ? `?${query}` : ""}`;
  };
  return { of, view, ...own, ref: own.ref ?? head, at };
}

/** `refs/heads/main` -> `main`; of an id the first characters. */
export const shortRef = (ref: string): string =>
  /^[0-9a-f]{40,64}$/.test(ref) ? shortId(ref) : ref.replace(/^refs\/(heads|tags)\//, "");

const SHORT = 10;
export const shortId = (oid: string): string => oid.slice(0, SHORT);
