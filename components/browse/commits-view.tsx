"use client";
import Box from "@cloudscape-design/components/box";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { CommitRow } from "@/lib/domain/browse";
import { Empty } from "../parts/empty";
import { MoreRows } from "../parts/more-rows";
import { tableWords } from "../parts/table-words";
import { Ago } from "../parts/times";
import styles from "./browse.module.css";
import { CommitId } from "./commit-id";
import { NoRef } from "./no-ref";
import { PathCrumbs } from "./path-crumbs";
import type { Place } from "./place";
import { PlaceLink } from "./place-link";
import { commitsQuery } from "./queries";
import { Reading } from "./reading";
import { RefPicker } from "./ref-picker";

/** The history of a branch or tag; with a path, what changed something there. */
export function CommitsView({ place }: { place: Place }) {
  return (
    <SpaceBetween size="m">
      <div className={styles.where}>
        <RefPicker place={place} />
        {place.path !== "" && (
          <>
            <div>
              Only what changed <PathCrumbs place={place} />
            </div>
            <PlaceLink href={place.at({ path: "" })}>All commits</PlaceLink>
          </>
        )}
      </div>
      {place.ref ? <Commits place={place} ref_={place.ref} /> : <NoRef />}
    </SpaceBetween>
  );
}

function Commits({ place, ref_: ref }: { place: Place; ref_: string }) {
  const query = useInfiniteQuery(commitsQuery(place.of, { ref, path: place.path }));
  return (
    <Reading of={place.of} query={query} what="the commits">
      {({ pages }) => (
        <SpaceBetween size="m">
          <Table
            variant="embedded"
            items={pages.flatMap(({ rows }) => rows)}
            columnDefinitions={columns(place)}
            trackBy="oid"
            wrapLines
            ariaLabels={tableWords<CommitRow>("Commits", ({ subject }) => subject)}
            empty={<Empty title="No commit changed anything there" />}
            data-testid="browse-commits"
          />
          <MoreRows query={query} />
        </SpaceBetween>
      )}
    </Reading>
  );
}

const columns = (place: Place): TableProps.ColumnDefinition<CommitRow>[] => [
  {
    id: "subject",
    header: "Commit",
    isRowHeader: true,
    minWidth: 220,
    cell: ({ oid, subject }) => (
      <PlaceLink href={place.at({ view: "files", ref: oid, path: "" })}>{subject || "(no message)"}</PlaceLink>
    ),
  },
  { id: "author", header: "Author", minWidth: 120, cell: ({ author }) => author.name || "–" },
  { id: "authored", header: "Written", minWidth: 110, cell: ({ author }) => <Ago at={author.at} /> },
  { id: "committed", header: "Committed", minWidth: 110, cell: ({ committedAt }) => <Ago at={committedAt} /> },
  {
    id: "id",
    header: "Id",
    minWidth: 130,
    cell: ({ oid, parents }) => (
      <>
        <CommitId oid={oid} />
        {parents > 1 && (
          <Box variant="small" display="block">
            Merge of {parents}
          </Box>
        )}
      </>
    ),
  },
];
