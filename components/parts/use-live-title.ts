"use client";
import { useEffect } from "react";

/** Keeps the tab's title true while the page's subject changes, e.g. a run's state. */
export function useLiveTitle(title: string | undefined): void {
  useEffect(() => {
    if (title) document.title = `${title} · Holdfast`;
  }, [title]);
}
