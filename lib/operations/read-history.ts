import { isWhole } from "@/lib/domain/catalogue/catalogue-status";
import type { KnownHistory } from "@/lib/domain/catalogue/catalogue-views";
import { historyOfManifests } from "@/lib/domain/catalogue/history-of-manifests";
import { type RefEvent, type RefHistory, refEvents, type ToldRefEvent } from "@/lib/domain/catalogue/ref-history";
import { type RepositoryHistory, sideOf } from "@/lib/domain/catalogue/repository-history";
import { AppError, hasCode } from "@/lib/domain/errors";
import type { RepositoryName } from "@/lib/domain/ids";
import { partOf } from "@/lib/domain/part-of";
import { provenIn } from "@/lib/domain/proven-at";
import type { Targets } from "@/lib/domain/targets";
import type { Catalogue } from "@/lib/ports/catalogue";
import type { ObjectStore } from "@/lib/ports/object-store";
import { type NewestManifests, newestManifests } from "./newest-manifests";
import type { LedgerCache } from "./read-proofs";

export interface ReadHistory extends NewestManifests {
  catalogue: Catalogue;
  records: ObjectStore;
  ledgers: LedgerCache;
  targets: Targets;
}

export interface WantedHistory {
  repository: RepositoryName;
  /** GitHub's, where several repositories had the name. */
  id?: number;
}

/**
 * Everything known of one repository over time, followed through its renames. While the catalogue is not there, or has not come
 * to it yet, what the newest snapshots tell of it.
 * @throws AppError catalogue-*, repository-unknown, storage-* where neither the catalogue nor a bucket answers
 */
export async function readHistory(deps: ReadHistory, { repository, id }: WantedHistory): Promise<RepositoryHistory> {
  const { catalogue, ledgers, records, targets } = deps;
  const { history, onlyNewest } = await knownHistory(deps, { repository, id });
  const proofs = await partOf(
    ledgers
      .read(records)
      .then((ledger) =>
        provenIn(ledger).filter((proof) =>
          history.id === undefined ? proof.repo === history.name : proof.repositoryId === history.id,
        ),
      ),
  );
  const { freshnessTargetHours, proofIntervalDays } = targets;
  return {
    ...{ catalogue: catalogue.status(), history, onlyNewest, proofs },
    targets: { freshnessTargetHours, proofIntervalDays },
  };
}

async function knownHistory(
  deps: ReadHistory,
  { repository, id }: WantedHistory,
): Promise<Pick<RepositoryHistory, "history" | "onlyNewest">> {
  const { catalogue, sides } = deps;
  const wanted = { name: repository, id };
  let absent: unknown;
  try {
    const known = catalogue.history(wanted);
    if (known) return { history: known };
    if (isWhole(catalogue.status())) throw unknown(catalogue, repository);
  } catch (error) {
    if (!hasCode(error, "catalogue-unavailable")) throw error;
    absent = error;
  }
  const held = await newestManifests(deps);
  const history = historyOfManifests(held, sides.primary.root, wanted);
  if (!history) throw absent ?? unknown(catalogue, repository);
  return { history, onlyNewest: held.length };
}

function unknown(catalogue: Catalogue, repository: RepositoryName): AppError {
  const status = catalogue.status();
  const { done, total } = status.snapshots;
  return isWhole(status)
    ? new AppError("repository-unknown", { repository })
    : new AppError("catalogue-filling", { repository, done, total });
}

function told(event: RefEvent, { name, points, states }: KnownHistory): ToldRefEvent {
  const nameAt = (state: number | undefined) => (state === undefined ? name : (states[state]?.repository ?? name));
  const at = points.find(({ snapshot }) => snapshot === event.snapshot);
  const last = points.find(({ snapshot, chain }) => snapshot < event.snapshot && chain.length > 0);
  return {
    ...event,
    repository: nameAt(at?.state),
    side: sideOf(at),
    last:
      event.before === undefined || !last
        ? undefined
        : { snapshot: last.snapshot, repository: nameAt(last.state), side: sideOf(last) },
  };
}

/** As many as one looks through; the rest is found by typing. */
const MOST_EVENTS = 500;
const MOST_TIPS = 100;

/**
 * The ref time machine: when branches and tags of one repository were created, moved and deleted. `find` is a part of a ref's
 * name, or the beginning of a commit's id, which also tells which snapshots have that commit at a tip.
 * @throws AppError catalogue-unavailable, catalogue-filling, repository-unknown
 */
export function readRefHistory(
  { catalogue }: Pick<ReadHistory, "catalogue">,
  { repository, id, find = "" }: WantedHistory & { find?: string },
): RefHistory {
  const known = catalogue.refs({ name: repository, id });
  const history = catalogue.history({ name: repository, id });
  if (!known || !history) throw unknown(catalogue, repository);
  const first = known.snapshots[0];
  const wanted = find.trim().toLowerCase();
  const oid = /^[0-9a-f]{4,64}$/.test(wanted) ? wanted : undefined;
  const matches = ({ name, before, after }: RefEvent) =>
    name.toLowerCase().includes(wanted) ||
    (oid !== undefined && (before?.startsWith(oid) || after?.startsWith(oid) || false));
  const events = refEvents(known.spans, first).filter(matches);
  const points = history.points.map(({ snapshot }) => snapshot);
  const tips = known.spans
    .filter((span) => oid !== undefined && span.oid.startsWith(oid))
    .slice(0, MOST_TIPS)
    .map(({ name, oid: tip, from, until }) => ({
      name,
      oid: tip,
      snapshots: points.filter((point) => point >= from && (until === undefined || point < until)),
    }));
  return {
    catalogue: catalogue.status(),
    events: events.slice(0, MOST_EVENTS).map((event) => told(event, history)),
    total: events.length,
    tips,
    first,
    bundles: known.bundles,
    problems: known.problems,
  };
}
