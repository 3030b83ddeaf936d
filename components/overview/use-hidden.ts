"use client";
import { useEffect, useState } from "react";

/** Whether somebody has put something away in this browser. False until the page has come alive, as the server has it. */
export function useHidden(name: string): [boolean, () => void] {
  const [hidden, setHidden] = useState(false);
  useEffect(() => {
    setHidden(stored(name));
  }, [name]);
  return [
    hidden,
    () => {
      setHidden(true);
      store(name);
    },
  ];
}

/** A browser that keeps nothing shows it again the next time. */
function stored(name: string): boolean {
  try {
    return window.localStorage.getItem(name) === "yes";
  } catch {
    return false;
  }
}

function store(name: string): void {
  try {
    window.localStorage.setItem(name, "yes");
  } catch {
    // Put away until the page is left.
  }
}
