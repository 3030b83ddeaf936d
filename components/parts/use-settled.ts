"use client";
import { useEffect, useState } from "react";

/** The value when it has not changed for a moment: so that each letter typed is not a question of its own. */
export function useSettled(value: string, ms = 350): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}
