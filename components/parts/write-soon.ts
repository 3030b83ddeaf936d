"use client";
import { nowWritten, unwritten } from "./url-ahead";

/** Longer than the first rows of an answer take. */
const SOON_MS = 400;

let waiting: ReturnType<typeof setTimeout> | undefined;

/**
 * Writes what was chosen into the address a moment later: Next draws the whole page for another address, and the rows that were
 * asked for come first. At once, where somebody presses something else: Next gives up a navigation for a new address.
 */
export function writeSoon(): void {
  if (waiting !== undefined) return;
  waiting = setTimeout(writeNow, SOON_MS);
  for (const press of PRESSES) addEventListener(press, writeNow, { capture: true });
}

export function writeNow(): void {
  if (waiting === undefined) return;
  clearTimeout(waiting);
  waiting = undefined;
  for (const press of PRESSES) removeEventListener(press, writeNow, { capture: true });
  const params = unwritten(window.location);
  if (params === undefined) return;
  const url = new URL(window.location.href);
  url.search = params.toString();
  nowWritten();
  window.history.replaceState(null, "", url);
}

const PRESSES = ["pointerdown", "keydown"] as const;
