import type { KnownHistory, KnownRefSpans } from "@/lib/domain/catalogue/catalogue-views";
import type { ChainBundle } from "@/lib/domain/catalogue/entry-state";
import { type RefEvent, type RefHistory, refEvents, type ToldRefEvent } from "@/lib/domain/catalogue/ref-history";
import { followRefs } from "@/lib/domain/catalogue/ref-spans";
import { sideOf } from "@/lib/domain/catalogue/repository-history";
import type { Sides } from "./both-sides";
import { type HistoryDeps, knownHistory, type WantedHistory } from "./known-history";
import { readRefsOfBundles } from "./read-refs-of-bundles";

/** As many as one looks through; the rest is found by typing. */
const MOST_EVENTS = 500;
const MOST_TIPS = 100;

/**
 * The ref time machine: when branches and tags of one repository were created, moved and deleted. `find` is a part of a ref's
 * name, or the beginning of a commit's id, which also tells which snapshots have that commit at a tip. While the catalogue is
 * not there, or has not come to it yet, by the bundles of the newest snapshots alone.
 * @throws AppError catalogue-*, repository-unknown, storage-* where neither the catalogue nor a bucket answers
 */
export async function readRefHistory(
  deps: HistoryDeps,
  { find = "", ...wanted }: WantedHistory & { find?: string },
): Promise<RefHistory> {
  const { history, onlyNewest } = await knownHistory(deps, wanted);
  const { spans, snapshots, bundles, problems } = await knownRefs(deps, wanted, history, onlyNewest);
  const first = snapshots[0];
  const text = find.trim().toLowerCase();
  const oid = /^[0-9a-f]{4,64}$/.test(text) ? text : undefined;
  const matches = ({ name, before, after }: RefEvent) =>
    name.toLowerCase().includes(text) ||
    (oid !== undefined && (before?.startsWith(oid) || after?.startsWith(oid) || false));
  const events = refEvents(spans, first).filter(matches);
  const points = history.points.map(({ snapshot }) => snapshot);
  const tips = spans
    .filter((span) => oid !== undefined && span.oid.startsWith(oid))
    .slice(0, MOST_TIPS)
    .map(({ name, oid: tip, from, until }) => ({
      name,
      oid: tip,
      snapshots: points.filter((point) => point >= from && (until === undefined || point < until)),
    }));
  return {
    catalogue: deps.catalogue.status(),
    onlyNewest,
    events: events.slice(0, MOST_EVENTS).map((event) => told(event, history)),
    total: events.length,
    tips,
    first,
    bundles,
    problems,
  };
}

async function knownRefs(
  { catalogue, sides, shared }: HistoryDeps,
  { repository, id }: WantedHistory,
  history: KnownHistory,
  onlyNewest: number | undefined,
): Promise<KnownRefSpans> {
  const known = onlyNewest === undefined ? catalogue.refs({ name: repository, id }) : undefined;
  if (known) return known;
  const bundles = bundlesOf(history);
  return shared.get(`the refs in ${bundles.map(({ key }) => key).join()}`, () => refsIn(sides, bundles));
}

/** From the one that the oldest restore point ends with: those before it tell of what is not shown. Oldest first. */
function bundlesOf({ points, bundles }: KnownHistory): ChainBundle[] {
  const oldest = points.at(-1);
  const begin = bundles.findLastIndex(({ snapshot }) => oldest === undefined || snapshot <= oldest.snapshot);
  return bundles.slice(Math.max(0, begin));
}

/** As the catalogue would have them, of these bundles alone. */
async function refsIn(sides: Sides, bundles: readonly ChainBundle[]): Promise<KnownRefSpans> {
  const { known, problems } = await readRefsOfBundles(sides, bundles);
  return {
    spans: followRefs([], known).begun,
    snapshots: known.map(({ snapshot }) => snapshot),
    bundles: { done: bundles.length, total: bundles.length },
    problems: problems.map(({ bundle, problem }) => ({ snapshot: bundle.snapshot, problem })),
  };
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
