"use client";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import type { ReactNode } from "react";
import type { FoundRef } from "@/lib/domain/catalogue/catalogue-views";
import { RUNS_LOOKED_INTO, type SearchResults } from "@/lib/domain/catalogue/search-results";
import { formatNumber } from "@/lib/domain/format";
import { RUN_KIND_LABEL } from "@/lib/domain/run";
import { historyAddress } from "../history/history-address";
import { CatalogueNote } from "../parts/catalogue-note";
import { Empty } from "../parts/empty";
import { RunMark } from "../parts/mark";
import { about, ProblemNote } from "../parts/problem";
import { RouteLink } from "../parts/route-link";
import { Second } from "../parts/second";
import { Ago } from "../parts/times";
import styles from "./search.module.css";

export function FoundView({ found }: { found: SearchResults }) {
  const { repositories, tips, refs, snapshots, runs, catalogue, limit } = found;
  const foundRuns = runs.known ? runs.value : [];
  const count = repositories.length + tips.length + refs.length + snapshots.length + foundRuns.length;
  return (
    <SpaceBetween size="l">
      <span role="status" className="visually-hidden">
        {formatNumber(count)} found for {found.text}
      </span>
      <CatalogueNote status={catalogue} what="What can be found here" />
      <Found title="Repositories" limit={limit}>
        {repositories.map(({ name, id, formerly, newest }) => (
          <Line key={`${id} ${name} ${formerly}`} more={formerly ? `formerly ${formerly}` : `newest in ${newest}`}>
            <RouteLink href={historyAddress(name, id)}>{name}</RouteLink>
          </Line>
        ))}
      </Found>
      <Found title="Commits at the tip of a branch or tag" limit={limit}>
        {tips.map((tip) => (
          <RefLine key={keyOf(tip)} found={tip} find={found.text} />
        ))}
      </Found>
      <Found title="Branches and tags" limit={limit}>
        {refs.map((ref) => (
          <RefLine key={keyOf(ref)} found={ref} find={ref.span.name} />
        ))}
      </Found>
      <Found title="Snapshots" limit={limit}>
        {snapshots.map(({ snapshot, finishedAt }) => (
          <Line key={snapshot} more={<Ago at={finishedAt} />}>
            <RouteLink href={`/snapshots/${snapshot}`}>{snapshot}</RouteLink>
          </Line>
        ))}
      </Found>
      <Found title="Runs" limit={limit} note={WHICH_RUNS}>
        {foundRuns.map(({ run, kind, state, requestedAt }) => (
          <Line
            key={run}
            more={
              <>
                {kind && `${RUN_KIND_LABEL[kind]}, `}
                <Ago at={requestedAt} /> {state && <RunMark state={state} />}
              </>
            }
          >
            <RouteLink href={`/runs/${run}`}>{run}</RouteLink>
          </Line>
        ))}
      </Found>
      {!runs.known && <ProblemNote problem={about("runs could not be searched", runs.problem)} />}
      {found.problem && <ProblemNote problem={about("snapshots could not be searched", found.problem)} />}
      <RefsSoFar found={found} />
      {count === 0 && (
        <Empty title={`Nothing found for ${found.text}`}>
          Try a shorter part of the name. Commits are found by their ids, and only where a branch or tag pointed to them
          when a backup was made; others are in the history that browsing a backup shows.
        </Empty>
      )}
    </SpaceBetween>
  );
}

const keyOf = ({ repository, id, span }: FoundRef) => `${repository} ${id} ${span.name} ${span.from} ${span.oid}`;

function RefLine({ found: { repository, id, span }, find }: { found: FoundRef; find: string }) {
  const address = `${historyAddress(repository, id)}${id === undefined ? "?" : "&"}${new URLSearchParams({ tab: "refs", ref: find })}`;
  const when = span.until ? `from ${span.from} until ${span.until}` : `since ${span.from}`;
  return (
    <Line
      more={
        <>
          <code title={span.oid}>{span.oid.slice(0, 10)}</code>, {when}
        </>
      }
    >
      <RouteLink href={address}>
        {repository}: {span.name.replace(/^refs\/(heads|tags)\//, "")}
      </RouteLink>
    </Line>
  );
}

interface FoundProps {
  title: string;
  limit: number;
  /** What else there may be. */
  note?: string;
  children: ReactNode[];
}

/** Nothing where nothing was found. */
function Found({ title, limit, note, children }: FoundProps) {
  if (children.length === 0) return null;
  const cut = children.length >= limit;
  return (
    <Container
      header={
        <Header
          variant="h2"
          counter={`(${formatNumber(children.length)}${cut ? "+" : ""})`}
          description={cut ? MORE : note}
        >
          {title}
        </Header>
      }
    >
      <ul className={styles.found}>{children}</ul>
    </Container>
  );
}

const WHICH_RUNS = `The newest ${RUNS_LOOKED_INTO} are found by kind, person, repository and snapshot; older ones by a part of their id.`;
const MORE = "There may be more; type a longer part.";

function Line({ children, more }: { children: ReactNode; more: ReactNode }) {
  return (
    <li className={styles.line}>
      <span>{children}</span>
      <Second>{more}</Second>
    </li>
  );
}

function RefsSoFar({ found: { catalogue } }: { found: SearchResults }) {
  const { refs, state } = catalogue;
  if (state === "unavailable" || refs.done >= refs.total) return null;
  return (
    <StatusIndicator type="in-progress">
      Branches, tags and commits of {formatNumber(refs.done)} of {formatNumber(refs.total)} repositories are known so
      far
    </StatusIndicator>
  );
}
