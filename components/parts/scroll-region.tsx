import type { ReactNode, Ref } from "react";

interface ScrollRegionProps {
  label: string;
  className: string | undefined;
  children: ReactNode;
  ref?: Ref<HTMLElement>;
  onWheel?: () => void;
}

/** A part of the page that scrolls by itself; it can be reached and scrolled by keyboard. */
export function ScrollRegion({ label, className, children, ref, onWheel }: ScrollRegionProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without it nobody can scroll here by keyboard (WCAG 2.1.1).
    <section ref={ref} className={className} aria-label={label} tabIndex={0} onWheel={onWheel}>
      {children}
    </section>
  );
}
