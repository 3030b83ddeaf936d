import Link from "next/link";
import type { ReactNode } from "react";
import styles from "./overview.module.css";

/** A figure with its name, and what it is to be held against. */
export function Pair({ label, note, children }: { label: string; note?: ReactNode; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {children}
        {note && <div className={styles.quiet}>{note}</div>}
      </dd>
    </div>
  );
}

export function Figure({ href, quiet, children }: { href?: string; quiet?: boolean; children: ReactNode }) {
  const className = quiet ? `${styles.figure} ${styles.none}` : styles.figure;
  if (!href) return <span className={className}>{children}</span>;
  return (
    <Link className={className} href={href} prefetch={false}>
      {children}
    </Link>
  );
}
