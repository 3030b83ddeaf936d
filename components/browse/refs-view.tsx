"use client";
import Badge from "@cloudscape-design/components/badge";
import Box from "@cloudscape-design/components/box";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import TextFilter from "@cloudscape-design/components/text-filter";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { RefKind, RefRow } from "@/lib/domain/browse";
import { formatNumber } from "@/lib/domain/format";
import { Empty } from "../parts/empty";
import { MoreRows } from "../parts/more-rows";
import { tableWords } from "../parts/table-words";
import { Ago } from "../parts/times";
import { useSettled } from "../parts/use-settled";
import { setUrlParams } from "../parts/use-url-param";
import { CommitId } from "./commit-id";
import { type Place, shortRef } from "./place";
import { PlaceLink } from "./place-link";
import { refsQuery } from "./queries";
import { Reading } from "./reading";

const WORDS: Record<RefKind, { many: string; header: string; none: string }> = {
  branches: { many: "branches", header: "Branch", none: "It had no branch" },
  tags: { many: "tags", header: "Tag", none: "It had no tag" },
  others: { many: "other refs", header: "Ref", none: "It had no other ref" },
};

export function RefsView({ place, kind, head }: { place: Place; kind: RefKind; head?: string }) {
  const [text, setText] = useState(place.find);
  const find = useSettled(text);
  const query = useInfiniteQuery(refsQuery(place.of, { kind, find }));
  const { many, header, none } = WORDS[kind];
  return (
    <SpaceBetween size="m">
      <TextFilter
        filteringText={text}
        filteringAriaLabel={`Find ${many}`}
        filteringPlaceholder={`Find ${many}`}
        countText={query.data ? `${formatNumber(query.data.pages[0]?.total ?? 0)} found` : undefined}
        onChange={({ detail }) => {
          setText(detail.filteringText);
          setUrlParams({ find: detail.filteringText });
        }}
      />
      <Reading of={place.of} query={query} what={`the ${many}`}>
        {({ pages }) => (
          <SpaceBetween size="m">
            <Table
              variant="embedded"
              items={pages.flatMap(({ rows }) => rows)}
              columnDefinitions={columns(place, header, head)}
              trackBy="name"
              wrapLines
              ariaLabels={tableWords<RefRow>(header, ({ name }) => name)}
              empty={<Empty title={find ? "None matches" : none} />}
              data-testid="browse-refs"
            />
            <MoreRows query={query} />
          </SpaceBetween>
        )}
      </Reading>
    </SpaceBetween>
  );
}

/** A ref that leads to no commit has neither files nor a history. */
const leads = ({ tag }: RefRow) => tag === undefined || tag === "annotated";

const columns = (place: Place, header: string, head?: string): TableProps.ColumnDefinition<RefRow>[] => [
  {
    id: "name",
    header,
    isRowHeader: true,
    minWidth: 200,
    cell: (row) => (
      <SpaceBetween direction="horizontal" size="xs">
        {leads(row) ? (
          <PlaceLink href={place.at({ view: "files", ref: row.name, path: "" })}>{shortRef(row.name)}</PlaceLink>
        ) : (
          <span>{shortRef(row.name)}</span>
        )}
        {row.name === head && <Badge>Default</Badge>}
        {row.tag && <Badge>{row.tag === "annotated" ? "Annotated" : `A ${row.tag}, no commit`}</Badge>}
      </SpaceBetween>
    ),
  },
  { id: "subject", header: "Last commit", minWidth: 200, cell: ({ subject }) => subject ?? "–" },
  { id: "at", header: "Committed", minWidth: 110, cell: ({ at }) => <Ago at={at} /> },
  { id: "oid", header: "Id", minWidth: 130, cell: ({ oid }) => <CommitId oid={oid} /> },
  {
    id: "history",
    header: "History",
    minWidth: 100,
    cell: (row) =>
      leads(row) ? (
        <PlaceLink
          href={place.at({ view: "commits", ref: row.name, path: "" })}
          ariaLabel={`Commits of ${shortRef(row.name)}`}
        >
          Commits
        </PlaceLink>
      ) : (
        <Box color="text-body-secondary">None</Box>
      ),
  },
];
