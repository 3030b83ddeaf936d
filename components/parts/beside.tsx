import type { ReactNode } from "react";
import styles from "./parts.module.css";

/** One beside the other inside a paragraph, such as a header's description: a block there would not survive hydration. */
export function Beside({ children }: { children: ReactNode }) {
  return <span className={styles.beside}>{children}</span>;
}
