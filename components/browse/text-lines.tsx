"use client";
import { memo, useEffect } from "react";
import { ScrollRegion } from "../parts/scroll-region";
import styles from "./browse.module.css";

/** Text with numbers that are no part of it: they are neither marked nor copied. Each line has an address, `#L12`. */
export function TextLines({ lines, label }: { lines: readonly string[]; label: string }) {
  useLineOfAddress();
  return (
    <ScrollRegion label={label} className={styles.code}>
      <Lines lines={lines} />
    </ScrollRegion>
  );
}

const Lines = memo(({ lines }: { lines: readonly string[] }) => (
  <pre className={styles.lines}>
    {lines.map((text, index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: a line is its number.
      <span key={index} id={`L${index + 1}`} className={styles.line}>
        {/* biome-ignore lint/a11y/useAnchorContent: its label is; what is seen of it is drawn by CSS, so that nobody copies it. */}
        <a
          href={`#L${index + 1}`}
          className={styles.number}
          tabIndex={-1}
          aria-label={`Line ${index + 1}`}
          data-line={index + 1}
        />
        {text}
        {"\n"}
      </span>
    ))}
  </pre>
));

/** Marks the line that the address names, without drawing all of them anew. */
function useLineOfAddress(): void {
  useEffect(() => {
    let marked: HTMLElement | null = null;
    const follow = () => {
      delete marked?.dataset.named;
      const [, id] = /^#(L\d{1,7})$/.exec(window.location.hash) ?? [];
      marked = id === undefined ? null : document.getElementById(id);
      if (marked) marked.dataset.named = "";
      marked?.scrollIntoView({ block: "center" });
    };
    follow();
    window.addEventListener("hashchange", follow);
    return () => window.removeEventListener("hashchange", follow);
  }, []);
}
