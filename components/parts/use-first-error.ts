"use client";
import { useEffect, useState } from "react";

/** Spread on what says that something is missing where no single field is wrong. */
export const SAYS_WHAT_IS_WRONG = { tabIndex: -1, "data-wrong": "true" } as const;

/**
 * After somebody wanted to go on and could not: puts the focus on the first thing that is wrong, once it is drawn as such. So
 * it is read out, and typing mends it.
 */
export function useFirstError(): () => void {
  const [times, setTimes] = useState(0);
  useEffect(() => {
    if (times === 0) return;
    const wrong = document.querySelectorAll<HTMLElement>('[aria-invalid="true"], [data-wrong]');
    // What is hidden, such as a dialog that is not open, takes no focus.
    [...wrong].find((each) => each.getClientRects().length > 0)?.focus();
  }, [times]);
  return () => setTimes((before) => before + 1);
}
