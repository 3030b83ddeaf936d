"use client";
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import ProgressBar from "@cloudscape-design/components/progress-bar";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { useMutation, useQuery } from "@tanstack/react-query";
import type { DownloadInput, IssuedDownload } from "@/lib/domain/download";
import { isActive } from "@/lib/domain/followed-run";
import { formatDuration } from "@/lib/domain/format";
import type { EntryDetail } from "@/lib/domain/snapshot-detail";
import { Commands } from "../parts/commands";
import { Bytes } from "../parts/numbers";
import { ProblemNote, ProblemView } from "../parts/problem";
import { RoleButton } from "../parts/role-button";
import { RouteLink } from "../parts/route-link";
import { useUrlParam } from "../parts/use-url-param";
import { runQuery } from "../runs/queries";
import { issueDownload, planQuery } from "./queries";
import { useStart } from "./use-start";

/** The last resort that needs git alone: one file. A repository in several bundles is made one of first, by a run. */
export function DownloadPanel({ entry }: { entry: EntryDetail }) {
  const { snapshot, side: source, row } = entry;
  const { repository } = row;
  const bundles = entry.chain.length;
  if (bundles === 0) return null;
  return (
    <SpaceBetween size="s">
      <Box variant="h3">Download it</Box>
      {bundles === 1 ? (
        <DownloadButton input={{ snapshot, source, repository }} />
      ) : (
        <ExportThenDownload entry={entry} />
      )}
    </SpaceBetween>
  );
}

/** Asks for an address that is good for two minutes and lets the browser fetch it. */
export function DownloadButton({ input }: { input: DownloadInput }) {
  const issue = useMutation({
    mutationFn: () => issueDownload(input),
    onSuccess: (issued) => {
      // The answer is an attachment: the page stays.
      if (issued.kind === "ready") window.location.assign(issued.url);
    },
  });
  return (
    <SpaceBetween size="s">
      <RoleButton
        action="download a backup"
        iconName="download"
        loading={issue.isPending}
        loadingText="Preparing the download"
        onClick={() => issue.mutate()}
      >
        Download bundle
      </RoleButton>
      {issue.error && <ProblemView error={issue.error} />}
      {issue.data && <Issued issued={issue.data} />}
    </SpaceBetween>
  );
}

function Issued({ issued }: { issued: IssuedDownload }) {
  if (issued.kind === "export")
    return <Alert type="info">It lies in {issued.bundles} bundles now: close and open this again.</Alert>;
  const { fileName, sizeBytes, expiresSeconds, sha256, clone, side } = issued;
  return (
    <div role="status" data-testid="issued-download">
      <SpaceBetween size="s">
        <StatusIndicator type="success">
          {fileName}, <Bytes value={sizeBytes} />
          {side === "replica" ? " from the replica" : ""}: the download has begun. Its address is good for{" "}
          {formatDuration(expiresSeconds * 1000)}; ask for another one when it has expired.
        </StatusIndicator>
        <Commands
          label="A working copy of it"
          lines={[...(sha256 ? [`echo "${sha256}  ${fileName}" | sha256sum -c`] : []), clone]}
        />
      </SpaceBetween>
    </div>
  );
}

function ExportThenDownload({ entry }: { entry: EntryDetail }) {
  const { snapshot, side, row, chain } = entry;
  const [made, setMade] = useUrlParam("export");
  const request = { kind: "export" as const, snapshot, source: side, repository: row.repository };
  const plan = useQuery(planQuery(request));
  const start = useStart((record) => setMade(record.id));
  const run = useQuery({ ...runQuery(made ?? ""), enabled: made !== undefined });
  const record = run.data?.record;
  // The address may name a run that made another bundle.
  const own = record?.restore?.request;
  const fits = own?.kind === "export" && own.repository === row.repository && own.snapshot === snapshot;
  if (record && fits && record.state === "succeeded") return <DownloadButton input={{ run: record.id }} />;
  const going = start.isPending || Boolean(run.data && fits && isActive(run.data));
  const { done = 0, total = 0 } = record?.progress ?? {};
  return (
    <SpaceBetween size="s">
      <Box color="text-body-secondary">
        It lies in {chain.length} bundles that build on each other. A run makes one bundle of them, which then stays
        ready for a while.
      </Box>
      <RoleButton
        action="download a backup"
        loading={going}
        loadingText="Making one bundle"
        disabled={!plan.data}
        onClick={() => plan.data && start.mutate({ request, digest: plan.data.digest })}
      >
        Make one bundle
      </RoleButton>
      {plan.error && <ProblemView error={plan.error} />}
      {start.error && <ProblemView error={start.error} />}
      {fits && record && going && (
        <ProgressBar
          value={total > 0 ? Math.min(100, Math.floor((done / total) * 100)) : 0}
          label="Read from the bucket"
          additionalInfo={<RouteLink href={`/runs/${record.id}`}>Follow the run</RouteLink>}
        />
      )}
      {fits && !going && record?.error && <ProblemNote type="error" problem={record.error} />}
    </SpaceBetween>
  );
}
