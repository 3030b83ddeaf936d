"use client";
import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";
import styles from "./browse.module.css";
import { shortId } from "./place";

/** The first characters of a commit's id; the whole of it is copied. */
export function CommitId({ oid }: { oid: string }) {
  return (
    <span className={styles.id} title={oid}>
      <CopyToClipboard
        variant="inline"
        textToDisplay={shortId(oid)}
        textToCopy={oid}
        copyButtonAriaLabel={`Copy the id ${shortId(oid)}`}
        copySuccessText="Copied"
        copyErrorText="The browser did not allow copying"
      />
    </span>
  );
}
