"use client";
import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import KeyValuePairs from "@cloudscape-design/components/key-value-pairs";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import {
  namesOf,
  newestSafe,
  type RepositoryHistory,
  type RestorePoint,
} from "@/lib/domain/catalogue/repository-history";
import { OutcomeMark } from "../parts/mark";
import { Bytes } from "../parts/numbers";
import { RouteLink } from "../parts/route-link";
import { Second } from "../parts/second";
import { Ago, Exact } from "../parts/times";
import { entryAddress, historyAddress } from "./history-address";

export function HistoryFacts({ found, points }: { found: RepositoryHistory; points: readonly RestorePoint[] }) {
  const { history } = found;
  const [newest] = points;
  const safe = newestSafe(points);
  const oldest = points.at(-1);
  return (
    <SpaceBetween size="l">
      <Namesakes found={found} />
      <Container>
        <KeyValuePairs
          columns={4}
          minColumnWidth={170}
          items={[
            { label: "Last outcome", value: newest ? <OutcomeMark outcome={newest.row.outcome} /> : "–" },
            {
              label: "Last safe backup",
              value: safe ? (
                <>
                  <RouteLink href={entryAddress(safe)}>{safe.snapshot}</RouteLink>
                  <Second>
                    <Ago at={safe.finishedAt} />
                  </Second>
                </>
              ) : (
                <StatusIndicator type="error">None</StatusIndicator>
              ),
            },
            { label: "Proven", value: <Proofs proofs={found.proofs} /> },
            { label: "Needed to rebuild it", value: <Bytes value={safe?.row.chainBytes} /> },
            { label: "First seen", value: oldest ? <Exact at={oldest.finishedAt} /> : "–" },
            { label: "Default branch", value: newest?.row.defaultBranch ?? "–" },
            {
              label: "Visibility",
              value: newest
                ? `${newest.row.visibility ?? "not recorded"}${newest.row.archived ? ", archived" : ""}`
                : "–",
            },
            { label: "Names", value: <Names names={namesOf(history)} id={history.id} /> },
          ]}
        />
        {newest?.row.reason && (
          <Box margin={{ top: "s" }} color="text-body-secondary">
            {newest.row.reason.message}. {newest.row.reason.hint}
          </Box>
        )}
      </Container>
    </SpaceBetween>
  );
}

function Proofs({ proofs }: { proofs: RepositoryHistory["proofs"] }) {
  if (!proofs.known) return <StatusIndicator type="warning">Not known: {proofs.problem.message}</StatusIndicator>;
  if (proofs.value.length === 0) return <StatusIndicator type="pending">Not yet</StatusIndicator>;
  return (
    <>
      {proofs.value.map(({ side, provenAt }) => (
        <div key={side}>
          <Ago at={provenAt} /> ({side})
        </div>
      ))}
    </>
  );
}

function Names({ names, id }: { names: ReturnType<typeof namesOf>; id: number | undefined }) {
  return (
    <>
      {names.map(({ name, from, to }) => (
        <div key={`${name} ${from}`}>
          {name} <Box variant="small">{from === to ? from : `${from} to ${to}`}</Box>
        </div>
      ))}
      <Box variant="small">{id === undefined ? "no id: manifests of format 1 have none" : `GitHub id ${id}`}</Box>
    </>
  );
}

/** A name is not for ever: somebody else may have had it. */
function Namesakes({ found: { history } }: { found: RepositoryHistory }) {
  const others = history.namesakes;
  if (others.length === 0) return null;
  return (
    <Alert type="info" header="Other repositories had this name">
      {others.map(({ id, name, newest }) => (
        <div key={`${id} ${name}`}>
          <RouteLink href={historyAddress(name, id)}>{name}</RouteLink> (id {id ?? "none"}), last seen in {newest}
        </div>
      ))}
    </Alert>
  );
}
