"use client";
import Alert from "@cloudscape-design/components/alert";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { SnapshotPage } from "@/lib/domain/overview";
import { capital } from "../parts/problem";
import { useShellFacts } from "../shell/session-context";
import type { Chosen } from "./request-of";

interface SourceBannerProps {
  choices: Chosen;
  unreachable: NonNullable<SnapshotPage["unreachable"]>;
  notices: string[];
}

/** Which bucket is read is said aloud as soon as it is not the usual one. */
export function SourceBanner({ choices, unreachable, notices }: SourceBannerProps) {
  const { primary, replica } = useShellFacts();
  const { source } = choices;
  const away = unreachable.find(({ side }) => side === "primary");
  const copy = replica ? `${replica.bucket} in ${replica.region}` : "a replica, which is not configured";
  return (
    <SpaceBetween size="s">
      {away && (
        <Alert type="warning" header={`The primary bucket ${primary.bucket} cannot be read`}>
          {capital(away.message)}.{" "}
          {source === "replica"
            ? `This restore reads ${copy}. It holds the same bundles: each is checked by the hash in the manifest.`
            : "You can still restore: choose the replica, or leave it, and the worker reads from the replica what the primary does not give."}
        </Alert>
      )}
      {!away && source === "replica" && (
        <Alert type="info" header="This restore reads the replica">
          Every bundle is read from {copy} and checked by the hash in the manifest.
        </Alert>
      )}
      {!away &&
        notices.map((notice) => (
          <Alert key={notice} type="warning">
            {notice}
          </Alert>
        ))}
    </SpaceBetween>
  );
}
