"use client";
import Icon, { type IconProps } from "@cloudscape-design/components/icon";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import TextFilter from "@cloudscape-design/components/text-filter";
import { useEffect, useState } from "react";
import type { SeenFolder, TreeRow } from "@/lib/domain/browse";
import { formatNumber, plural } from "@/lib/domain/format";
import { within } from "@/lib/domain/git-path";
import { Empty } from "../parts/empty";
import { Bytes } from "../parts/numbers";
import { tableWords } from "../parts/table-words";
import { useSettled } from "../parts/use-settled";
import { setUrlParams } from "../parts/use-url-param";
import type { Place } from "./place";
import { PlaceLink } from "./place-link";

/** Fewer are seen at a glance. */
const FIND_FROM = 20;

export function FolderView({ folder, place }: { folder: SeenFolder; place: Place }) {
  const { rows, total } = folder;
  const [text, setText] = useState(place.find);
  const find = useSettled(text);
  useEffect(() => setUrlParams({ find }), [find]);
  return (
    <Table
      variant="embedded"
      items={rows}
      columnDefinitions={columns(place)}
      trackBy="name"
      wrapLines
      ariaLabels={tableWords<TreeRow>(place.path || "Files", ({ name }) => name)}
      filter={
        total > FIND_FROM || place.find !== "" || text !== "" ? (
          <TextFilter
            filteringText={text}
            filteringAriaLabel="Find files here"
            filteringPlaceholder="Find files here"
            countText={`${plural(total, "entry", "entries")} found`}
            onChange={({ detail }) => setText(detail.filteringText)}
          />
        ) : undefined
      }
      empty={
        place.find === "" ? (
          <Empty title="An empty folder">The commit has nothing here.</Empty>
        ) : (
          <Empty title="Nothing here has that in its name" />
        )
      }
      footer={
        total > rows.length
          ? `The first ${plural(rows.length, "entry", "entries")} of ${formatNumber(total)}: type a part of a name to find others.`
          : undefined
      }
      data-testid="browse-folder"
    />
  );
}

const KINDS: Record<TreeRow["kind"], { label: string; icon: IconProps.Name }> = {
  folder: { label: "Folder", icon: "folder" },
  file: { label: "File", icon: "file" },
  symlink: { label: "Symbolic link", icon: "share" },
  submodule: { label: "Submodule", icon: "external" },
};

const kindLabel = ({ kind, executable }: TreeRow) => (executable ? "Executable" : KINDS[kind].label);

const columns = (place: Place): TableProps.ColumnDefinition<TreeRow>[] => [
  {
    id: "name",
    header: "Name",
    isRowHeader: true,
    minWidth: 150,
    cell: (row) => (
      <>
        <Icon name={KINDS[row.kind].icon} />{" "}
        <PlaceLink href={place.at({ path: within(place.path, row.name) })}>{row.name}</PlaceLink>
      </>
    ),
  },
  { id: "kind", header: "Kind", minWidth: 105, cell: kindLabel },
  { id: "size", header: "Size", minWidth: 90, cell: ({ sizeBytes }) => <Bytes value={sizeBytes} /> },
];
