"use client";
import Alert from "@cloudscape-design/components/alert";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Tabs from "@cloudscape-design/components/tabs";
import { useQuery } from "@tanstack/react-query";
import type { Browsed, Ready } from "@/lib/domain/browse";
import { formatNumber } from "@/lib/domain/format";
import type { EntryDetail } from "@/lib/domain/snapshot-detail";
import { ApiError } from "../http";
import { ProblemView } from "../parts/problem";
import { Waiting } from "../parts/query-view";
import { DownloadPanel } from "../restore/download-panel";
import { CommitsView } from "./commits-view";
import { FilesView } from "./files-view";
import { type Place, usePlace, VIEWS, type View } from "./place";
import { PreparingPanel } from "./preparing-panel";
import { openQuery } from "./queries";
import { RefsView } from "./refs-view";

/** Waits until the console has made the repository of its bundles, and then shows what is in it. */
export function OpenedRepository({ of, entry }: { of: Browsed; entry: EntryDetail }) {
  const query = useQuery(openQuery(of));
  if (query.error) {
    return (
      <SpaceBetween size="l">
        <ProblemView error={query.error} onRetry={() => query.refetch()} />
        {query.error instanceof ApiError && OTHER_WAY.includes(query.error.code) && <DownloadPanel entry={entry} />}
      </SpaceBetween>
    );
  }
  if (!query.data) return <Waiting what={of.repository} />;
  if (query.data.state === "preparing") return <PreparingPanel preparing={query.data} />;
  return <Contents of={of} ready={query.data} />;
}

/** Then the bundle itself is what helps. */
const OTHER_WAY = ["browse-too-large", "git-missing", "git-slow"];

function Contents({ of, ready }: { of: Browsed; ready: Ready }) {
  const place = usePlace(of, ready.head);
  const counts: Partial<Record<View, number>> = ready.refs;
  const shown = VIEWS.filter((view) => view !== "others" || ready.refs.others > 0 || place.view === "others");
  return (
    <SpaceBetween size="m">
      {ready.notices.length > 0 && (
        <Alert type="info" header="Not all of it came from where it was asked for">
          {ready.notices.join(" ")}
        </Alert>
      )}
      <Tabs
        ariaLabel={`Inside ${of.repository}`}
        activeTabId={place.view}
        onChange={({ detail }) => window.history.pushState(null, "", place.at({ view: detail.activeTabId as View }))}
        tabs={shown.map((view) => ({
          id: view,
          label: counts[view] === undefined ? LABEL[view] : `${LABEL[view]} (${formatNumber(counts[view])})`,
          content: place.view === view ? <Content place={place} ready={ready} /> : undefined,
        }))}
      />
    </SpaceBetween>
  );
}

const LABEL: Record<View, string> = {
  files: "Files",
  commits: "Commits",
  branches: "Branches",
  tags: "Tags",
  others: "Other refs",
};

function Content({ place, ready }: { place: Place; ready: Ready }) {
  if (place.view === "files") return <FilesView place={place} />;
  if (place.view === "commits") return <CommitsView place={place} />;
  return <RefsView key={place.view} place={place} kind={place.view} head={ready.head} />;
}
