"use client";
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { FollowedRun } from "@/lib/domain/followed-run";
import { asRunId } from "@/lib/domain/ids";
import type { Receipt } from "@/lib/domain/receipt";
import type { RestoredItem } from "@/lib/domain/restore-record";
import type { RearmChange, RestoreRequest } from "@/lib/domain/restore-request";
import { changing, restoredState } from "@/lib/domain/restored-state";
import { ProblemView } from "../parts/problem";
import { ChangeModal } from "./change-modal";
import { ChangeRow } from "./change-row";
import { changesQuery } from "./queries";
import styles from "./restore.module.css";

interface ChangesPanelProps {
  /** The run whose journal names the repository: the first of a row of retries. */
  restoredBy: string;
  item: RestoredItem;
  /** The repository as its receipt has it. */
  made?: Receipt["target"];
  visibilityWas?: string;
}

/** What was put to sleep is woken one by one, and what is not wanted is taken away: each by a run of its own. */
export function ChangesPanel({ restoredBy, item, made, visibilityWas }: ChangesPanelProps) {
  const { target, state } = item;
  const id = item.repository_id ?? made?.id;
  const queries = useQueryClient();
  const query = useQuery({ ...changesQuery(restoredBy, target ?? ""), enabled: id !== undefined && Boolean(target) });
  const [wanted, setWanted] = useState<RestoreRequest>();
  const run = asRunId(restoredBy);
  if (id === undefined || !target || !run) return null;
  const changes: FollowedRun[] = query.data ?? [];
  const now = restoredState(made, changes);
  const complete = state === "done" || state === "skipped";
  const ask = (change: RearmChange) => setWanted({ kind: "rearm", target, repositoryId: id, restoredBy: run, change });
  const row = { changes, blocked: now.deleted || changing(changes), ask };
  return (
    <Container
      data-testid="changes"
      header={
        <Header
          variant="h2"
          description={
            complete
              ? "It sleeps until you have looked at it. Each of these is a run of its own, with its own receipt."
              : "It is not complete. Retry goes on with it; or take it away."
          }
        >
          {complete ? "Wake it up" : `What is left on GitHub: ${target}`}
        </Header>
      }
    >
      <SpaceBetween size="m">
        {Boolean(query.error) && !query.data && <ProblemView error={query.error} onRetry={() => query.refetch()} />}
        {now.deleted && <StatusIndicator type="stopped">{target} was deleted. Its backup stays.</StatusIndicator>}
        <ul className={styles.changes}>
          {complete && (
            <>
              <ChangeRow
                {...row}
                title="GitHub Actions"
                now={now.actionsEnabled ? "on" : "off: no workflow has run"}
                settled={now.actionsEnabled}
                options={now.actionsEnabled ? [] : [{ text: "Enable Actions", change: { action: "enable-actions" } }]}
                action="enable-actions"
              />
              <ChangeRow
                {...row}
                title="Visibility"
                now={`${now.visibility}${visibilityWas && visibilityWas !== now.visibility ? `; it was ${visibilityWas}` : ""}`}
                settled={visibilityWas === undefined || visibilityWas === now.visibility}
                options={VISIBILITY_OPTIONS.filter(({ change }) => change.visibility !== now.visibility)}
                action="set-visibility"
              />
              <ChangeRow
                {...row}
                title="Archived"
                now={now.archived ? "yes: it is read-only" : "no"}
                settled
                options={[
                  {
                    text: now.archived ? "Unarchive" : "Archive",
                    change: { action: "archive", archived: !now.archived },
                  },
                ]}
                action="archive"
              />
            </>
          )}
          <ChangeRow
            {...row}
            title="Delete what this restore made"
            now={now.deleted ? "deleted" : "GitHub keeps a deleted repository for 90 days; the backup stays"}
            settled
            options={now.deleted ? [] : [{ text: "Delete", change: { action: "delete" } }]}
            action="delete"
          />
        </ul>
        <Box color="text-body-secondary" fontSize="body-s">
          As Holdfast knows it from its receipts; GitHub may have been told otherwise since.
        </Box>
      </SpaceBetween>
      <ChangeModal
        request={wanted}
        onClose={() => setWanted(undefined)}
        onStarted={() => {
          setWanted(undefined);
          void queries.invalidateQueries({ queryKey: changesQuery(restoredBy, target).queryKey });
        }}
      />
    </Container>
  );
}

const VISIBILITY_OPTIONS = (["private", "internal", "public"] as const).map((visibility) => ({
  text: `Make ${visibility}`,
  change: { action: "set-visibility" as const, visibility },
}));
