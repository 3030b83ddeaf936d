"use client";
import Icon from "@cloudscape-design/components/icon";
import SpaceBetween from "@cloudscape-design/components/space-between";
import type { TableProps } from "@cloudscape-design/components/table";
import { REF_CHANGE_VIEW, type ToldRefEvent } from "@/lib/domain/catalogue/ref-history";
import { isRestorable } from "@/lib/domain/refs";
import { RoleButton } from "../parts/role-button";
import { RouteLink } from "../parts/route-link";
import { sideParam } from "./history-address";
import { MoveVerdict } from "./move-verdict";

export const REF_EVENT_COLUMNS: TableProps.ColumnDefinition<ToldRefEvent>[] = [
  { id: "name", header: "Branch or tag", isRowHeader: true, cell: ({ name }) => <Name name={name} />, minWidth: 190 },
  { id: "change", header: "Change", cell: (event) => <Change event={event} />, minWidth: 150 },
  { id: "before", header: "Before", cell: ({ before }) => <Oid oid={before} />, minWidth: 105 },
  { id: "after", header: "After", cell: ({ after }) => <Oid oid={after} />, minWidth: 105 },
  {
    id: "snapshot",
    header: "First seen in",
    cell: ({ snapshot, repository, side }) => (
      <RouteLink href={`/snapshots/${snapshot}?${new URLSearchParams({ ...sideParam(side), entry: repository })}`}>
        {snapshot}
      </RouteLink>
    ),
    minWidth: 130,
  },
  { id: "restore", header: "As it was before", cell: (event) => <Restore event={event} />, minWidth: 170 },
];

/** `refs/heads/` and `refs/tags/` go without saying. */
function Name({ name }: { name: string }) {
  const [, kind, short] = /^refs\/(heads|tags)\/(.*)$/.exec(name) ?? [];
  return (
    <span title={name}>
      {short ?? name}
      {kind === "tags" && " (tag)"}
    </span>
  );
}

function Change({ event }: { event: ToldRefEvent }) {
  const { label, icon } = REF_CHANGE_VIEW[event.change];
  return (
    <SpaceBetween size="xxs">
      <span>
        <Icon name={icon} /> {label}
      </span>
      {event.change === "moved" && <MoveVerdict event={event} />}
    </SpaceBetween>
  );
}

const Oid = ({ oid }: { oid: string | undefined }) => (oid ? <code title={oid}>{oid.slice(0, 10)}</code> : <>–</>);

function Restore({ event: { name, last } }: { event: ToldRefEvent }) {
  if (!last) return <>–</>;
  if (!isRestorable(name))
    return <span title="GitHub keeps these refs for itself; they are in the bundle">In the bundle only</span>;
  const { snapshot, repository, side: source } = last;
  const address = new URLSearchParams({ mode: "ref", snapshot, repository, source, ref: name });
  return (
    <RoleButton
      action="restore a repository"
      variant="inline-link"
      href={`/restore?${address}`}
      ariaLabel={`Restore from ${snapshot}: ${name}`}
    >
      Restore from {snapshot}
    </RoleButton>
  );
}
