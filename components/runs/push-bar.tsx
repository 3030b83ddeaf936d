"use client";
import ProgressBar from "@cloudscape-design/components/progress-bar";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { formatDuration } from "@/lib/domain/format";
import { pushSecondsLeft, whyNoTimeLeft } from "@/lib/domain/push-left";
import type { PushProgress } from "@/lib/domain/run";
import { Bytes } from "../parts/numbers";
import { capital } from "../parts/problem";
import { useSecondHand } from "../shell/clock";
import styles from "./runs.module.css";

/** What has gone to GitHub of a restore of one repository, and how long the rest may take, or why nobody can tell. */
export function PushBar({ push, tookMs }: { push: PushProgress; tookMs?: number }) {
  const now = useSecondHand(true);
  const left = pushSecondsLeft(push, now);
  const { sent, of } = push;
  const known = of !== undefined && of > 0 && sent <= of;
  return (
    <div>
      {known && (
        <ProgressBar
          label="Sent to GitHub"
          value={Math.floor((sent / of) * 100)}
          additionalInfo={
            <>
              <Bytes value={sent} /> of at most <Bytes value={of} />
            </>
          }
          status="in-progress"
        />
      )}
      <div className={styles.numbers} data-testid="run-numbers">
        {!known && (
          <span>
            <Bytes value={sent} /> sent to GitHub
          </span>
        )}
        {tookMs !== undefined && <span>{formatDuration(tookMs)} so far</span>}
        {left !== undefined && <span>at most about {formatDuration(left * 1000)} to go, by bytes sent</span>}
      </div>
      {left === undefined && <StatusIndicator type="in-progress">{capital(whyNoTimeLeft(push))}.</StatusIndicator>}
    </div>
  );
}
