"use client";
import { useEffect, useRef } from "react";

/** After going to another page the focus is on its heading, so that a screen reader reads it and Tab goes on from there. */
export function useHeadingFocus(path: string): void {
  const last = useRef(path);
  useEffect(() => {
    if (last.current === path) return;
    last.current = path;
    const heading = document.querySelector<HTMLElement>("main h1");
    if (!heading) return;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [path]);
}
