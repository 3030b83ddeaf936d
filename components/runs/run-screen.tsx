"use client";
import ContentLayout from "@cloudscape-design/components/content-layout";
import Header from "@cloudscape-design/components/header";
import { useQuery } from "@tanstack/react-query";
import { type FollowedRun, isActive } from "@/lib/domain/followed-run";
import { subjectOf } from "@/lib/domain/restore-words";
import { RUN_KIND_LABEL, RUN_STATE_VIEW } from "@/lib/domain/run";
import { AgeNote } from "../parts/age-note";
import { RunMark } from "../parts/mark";
import { QueryView } from "../parts/query-view";
import { useLiveTitle } from "../parts/use-live-title";
import { runInterval } from "../polling";
import { useNow } from "../shell/clock";
import { AgainButton } from "./again-button";
import { runQuery } from "./queries";
import { RunContent } from "./run-content";
import styles from "./runs.module.css";
import { StopButton } from "./stop-button";

/** One address from the first second of a run to its report. */
export function RunScreen({ id }: { id: string }) {
  const query = useQuery(runQuery(id));
  const now = useNow();
  const record = query.data?.record;
  const kind = record && RUN_KIND_LABEL[record.kind];
  useLiveTitle(record && `${RUN_STATE_VIEW[record.state].label}: ${kind?.toLowerCase()} ${id}`);
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          description={
            <span className={styles.subtitle}>
              <span>{id}</span>
              <AgeNote query={query} intervalMs={runInterval(query.data, now.getTime())} />
            </span>
          }
          info={
            record && (
              <span role="status" aria-live="polite" data-testid="run-state">
                <RunMark state={record.state} />
              </span>
            )
          }
          actions={query.data && <RunActions run={query.data} />}
        >
          {titleOf(kind, record?.restore && subjectOf(record.restore.request))}
        </Header>
      }
    >
      <QueryView query={query} what={`run ${id}`}>
        {(run) => <RunContent run={run} />}
      </QueryView>
    </ContentLayout>
  );
}

function RunActions({ run }: { run: FollowedRun }) {
  if (isActive(run)) return <StopButton run={run} />;
  return <AgainButton run={run} />;
}

const titleOf = (kind: string | undefined, repository: string | undefined) =>
  repository ? `${kind} of ${repository}` : kind ? `${kind} run` : "Run";
