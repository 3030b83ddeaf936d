"use client";
import { useEffect, useState } from "react";

const PREFIX = "log-";

export const lineId = (number: number): string => `${PREFIX}${number}`;

/** The line of the log that the address points to: `#log-12`. Nothing on the server, which is not told of it. */
export function useLineAnchor(): number | undefined {
  const [anchor, setAnchor] = useState<number>();
  useEffect(() => {
    const read = () => {
      const number = Number(new RegExp(`^#${PREFIX}(\\d+)$`).exec(window.location.hash)?.[1]);
      setAnchor(Number.isInteger(number) ? number : undefined);
    };
    read();
    window.addEventListener("hashchange", read);
    return () => window.removeEventListener("hashchange", read);
  }, []);
  return anchor;
}
