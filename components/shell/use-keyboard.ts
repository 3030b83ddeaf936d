"use client";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { SEARCH_FIELD_ID } from "../search/search-field";

/** `g` and then one of these goes to the page. */
export const PLACES: Record<string, string> = {
  o: "/",
  p: "/repositories",
  s: "/snapshots",
  e: "/restore",
  v: "/approvals",
  r: "/runs",
  a: "/alarms",
  u: "/audit",
  t: "/settings",
  c: "/retention",
};
const SECOND_KEY_MS = 1500;

/** `/` searches everything, `f` goes to the page's filter; `g` + a letter of PLACES goes to a page, `?` tells them all. Silent while somebody types. */
export function useKeyboard(onHelp: () => void): void {
  const router = useRouter();
  useEffect(() => {
    let pressedG = 0;
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const place = PLACES[event.key];
      if (event.key === "/") {
        event.preventDefault();
        // On a narrow window there is no field in the header: its page has one.
        const field = document.getElementById(SEARCH_FIELD_ID);
        if (field?.checkVisibility()) field.focus();
        else router.push("/search");
      } else if (event.key === "f") {
        const filter = filterOfPage();
        if (!filter) return;
        event.preventDefault();
        filter.focus();
      } else if (event.key === "?") {
        onHelp();
      } else if (event.key === "g") {
        pressedG = event.timeStamp;
      } else if (place && event.timeStamp - pressedG < SECOND_KEY_MS) {
        pressedG = 0;
        router.push(place);
      }
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [router, onHelp]);
}

/** The first field that one can type into: those of closed lists are in the page too, and take no focus. */
function filterOfPage(): HTMLInputElement | undefined {
  const fields = document.querySelectorAll<HTMLInputElement>('main input[type="search"], main input[type="text"]');
  return [...fields].find(
    (field) => !field.disabled && !field.readOnly && field.checkVisibility({ visibilityProperty: true }),
  );
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
