"use client";
import Alert from "@cloudscape-design/components/alert";
import type { EntryDetail } from "@/lib/domain/snapshot-detail";
import { Commands } from "../parts/commands";
import { capital } from "../parts/problem";
import { Exact } from "../parts/times";
import styles from "./holds.module.css";

/** That this very state is kept for longer than its snapshot: since when, why and where. */
export function EntryHeld({ entry: { kept } }: { entry: EntryDetail }) {
  if (!kept) return null;
  const { since, prefix, why } = kept;
  return (
    <Alert
      type="info"
      header={
        <>
          Held since <Exact at={since} />
        </>
      }
      data-testid="entry-held"
    >
      It is kept for longer than this snapshot, below <span className={styles.key}>{prefix}</span>.
      <ul>
        {why.map((each) => (
          <li key={each}>{capital(each)}</li>
        ))}
      </ul>
    </Alert>
  );
}

/** The same as in hold.json, for whoever has the bucket and nothing else. */
export function EntryHeldByHand({ entry: { kept, row, bucket } }: { entry: EntryDetail }) {
  if (!kept) return null;
  return (
    <Commands lines={kept.commands} label={`Commands that rebuild ${row.repository} from its hold in ${bucket}`} />
  );
}
