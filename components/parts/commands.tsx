"use client";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import styles from "./parts.module.css";

/** Commands to copy, one a line. */
export function Commands({ lines, label }: { lines: string[]; label: string }) {
  const text = lines.join("\n");
  return (
    <div className={styles.commands}>
      <div className={styles.commandHead}>
        <span>{label}</span>
        <CopyToClipboard
          variant="icon"
          textToCopy={text}
          copyButtonAriaLabel={`Copy: ${label}`}
          copySuccessText="Copied"
          copyErrorText="The browser did not allow copying; mark the text and copy it by hand"
        />
      </div>
      <pre className={styles.commandText}>{text}</pre>
    </div>
  );
}
