"use client";
import { startTransition, useEffect, useState } from "react";

/** More than stand on most screens below a page's header. */
const AT_FIRST = 12;
/** Of a later answer, which somebody waits for with a hand on the keys: where the eye is. The others follow within the blink. */
const OF_NEXT = 6;

/** The question of a table whose rows are always those of one thing. */
export const ALWAYS_THE_SAME = "always the same";

/**
 * The first rows at once, and all of them as soon as these have been painted: a row of Cloudscape's table costs some
 * milliseconds, on the server as in the browser. `question` is what the rows are the answer to; an answer that becomes another
 * one to the same question stays whole. Undefined while the rows are still those of the question before.
 */
export function useRowsInTwo<Row>(rows: readonly Row[], question: string | undefined): readonly Row[] {
  const [whole, setWhole] = useState<string>();
  useEffect(() => {
    if (question !== undefined) startTransition(() => setWhole(question));
  }, [question]);
  if (question === undefined || question === whole) return rows;
  return rows.slice(0, whole === undefined ? AT_FIRST : OF_NEXT);
}
