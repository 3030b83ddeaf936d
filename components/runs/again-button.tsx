"use client";
import { useState } from "react";
import { MOST_FIRST, wordsForFirst } from "@/lib/domain/backup-run";
import type { FollowedRun } from "@/lib/domain/followed-run";
import { plural } from "@/lib/domain/format";
import type { RepositoryName } from "@/lib/domain/ids";
import { backupAgain, proveAgain } from "@/lib/domain/run-again";
import { BackUpFirstModal } from "../coverage/back-up-first";
import { RoleButton } from "../parts/role-button";
import { canRetry, RetryButton } from "./retry-button";
import { StartBackupButton } from "./start-backup-button";
import { StartVerifyButton } from "./start-verify-button";

/** After a run that was not whole: again what failed, each kind in its own way. Nothing where nothing is left to do. */
export function AgainButton({ run }: { run: FollowedRun }) {
  const { record } = run;
  if (canRetry(run)) return <RetryButton run={run} />;
  const first = backupAgain(record);
  if (first) return first.length > 0 ? <BackUpAgain first={first} of={record} /> : <StartBackupButton />;
  const request = proveAgain(record);
  if (!request) return null;
  return (
    <StartVerifyButton variant="primary" request={request}>
      {request.repository ? `Verify ${request.repository} again` : "Verify again"}
    </StartVerifyButton>
  );
}

interface BackUpAgainProps {
  first: readonly RepositoryName[];
  of: FollowedRun["record"];
}

function BackUpAgain({ first, of: { failure_count: failed = 0 } }: BackUpAgainProps) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <RoleButton action="start a backup" variant="primary" iconName="refresh" onClick={() => setAsking(true)}>
        Back up {wordsForFirst(first)} first
      </RoleButton>
      {asking && (
        <BackUpFirstModal first={first} onClose={() => setAsking(false)}>
          {failed > MOST_FIRST && first.length === MOST_FIRST && (
            <span>
              {plural(failed, "repository", "repositories")} were not safe in this run. At most {MOST_FIRST} can come
              first; the others are backed up again with the rest.
            </span>
          )}
        </BackUpFirstModal>
      )}
    </>
  );
}
