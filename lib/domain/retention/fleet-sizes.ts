// What the repositories of a fleet weigh and how often they change, from one manifest: the chains of its entries reach back
// to their fulls, a month and more. Repositories that are alike are counted together, so that ten thousand travel well.
import type { Manifest, ManifestEntry } from "../manifest";

export interface RepositoryClass {
  repositories: number;
  /** Of one full bundle, on average. */
  fullBytes: number;
  /** Of the changes of one repository in a day, on average. */
  bytesPerDay: number;
  /** How often one is pushed to in a day, were pushes spread by chance: see `changedBy`. */
  pushesPerDay: number;
}

export interface FleetSizes {
  classes: RepositoryClass[];
  /** Of one manifest. */
  manifestBytes: number;
  /** How far back the oldest chain reaches. */
  observedDays: number;
  /** Increments that were seen in that time. */
  increments: number;
}

/** The part of such repositories that something was pushed to in so many days. */
export const changedBy = (pushesPerDay: number, days: number): number => 1 - Math.exp(-pushesPerDay * days);

/** The part of the fleet that changes on a day. */
export function changedShareOf({ classes }: Pick<FleetSizes, "classes">): number {
  const all = countOf(classes);
  const changed = classes.reduce((sum, each) => sum + each.repositories * changedBy(each.pushesPerDay, 1), 0);
  return all === 0 ? 0 : changed / all;
}

export const countOf = (classes: readonly RepositoryClass[]): number =>
  classes.reduce((sum, { repositories }) => sum + repositories, 0);

/** Of one full of every repository. */
export const fullBytesOf = ({ classes }: Pick<FleetSizes, "classes">): number =>
  classes.reduce((sum, { repositories, fullBytes }) => sum + repositories * fullBytes, 0);

/** Less than this says nothing of how often something changes. */
const LEAST_DAYS = 0.9;

/** `intervalHours`: between two backups, as they were while this manifest's chains grew. */
export function measureFleet(manifest: Manifest, manifestBytes: number, intervalHours: number): FleetSizes {
  const at = Date.parse(manifest.timestamp);
  const chains = manifest.repos.flatMap((entry) => measured(entry, at) ?? []);
  const groups = new Map<string, Chain[]>();
  for (const chain of chains) {
    const key = `${magnitude(chain.fullBytes)} ${chain.days < LEAST_DAYS ? "young" : magnitude(chain.increments / chain.days)}`;
    const group = groups.get(key) ?? [];
    group.push(chain);
    groups.set(key, group);
  }
  const fleet = rates(chains, intervalHours);
  return {
    classes: [...groups.values()].map((group) => {
      const own = rates(group, intervalHours);
      const count = group.length;
      const fullBytes = sum(group, ({ fullBytes }) => fullBytes) / count;
      // A chain that was begun anew today tells nothing by itself; the fleet tells what is likely.
      const share = fleet && fleet.bytesPerDay / Math.max(1, sum(chains, ({ fullBytes }) => fullBytes) / chains.length);
      return {
        repositories: count,
        fullBytes,
        bytesPerDay: own?.bytesPerDay ?? (share ?? 0) * fullBytes,
        pushesPerDay: own?.pushesPerDay ?? fleet?.pushesPerDay ?? 0,
      };
    }),
    manifestBytes,
    observedDays: Math.max(0, ...chains.map(({ days }) => days)),
    increments: sum(chains, ({ increments }) => increments),
  };
}

interface Chain {
  fullBytes: number;
  days: number;
  increments: number;
  incrementBytes: number;
}

function measured({ chain }: ManifestEntry, at: number): Chain | undefined {
  const [full, ...increments] = chain;
  if (!full) return undefined;
  const began = Date.parse(full.created_at ?? "");
  return {
    fullBytes: full.size_bytes,
    days: Number.isNaN(began) ? 0 : Math.max(0, (at - began) / DAY_MS),
    increments: increments.length,
    incrementBytes: sum(increments, ({ size_bytes }) => size_bytes),
  };
}

/** Undefined where the time is too short to tell. */
function rates(chains: readonly Chain[], intervalHours: number) {
  const told = chains.filter(({ days }) => days >= LEAST_DAYS);
  const days = sum(told, ({ days }) => days);
  if (days === 0) return undefined;
  const between = intervalHours / 24;
  // What changes between any two backups may change a hundred times: more than this is not seen.
  const changed = Math.min(MOST_SEEN, (sum(told, ({ increments }) => increments) / days) * between);
  return {
    pushesPerDay: -Math.log(1 - changed) / between,
    bytesPerDay: sum(told, ({ incrementBytes }) => incrementBytes) / days,
  };
}

const MOST_SEEN = 0.98;
const DAY_MS = 86_400_000;

const sum = <T>(all: readonly T[], of: (each: T) => number): number => all.reduce((total, each) => total + of(each), 0);
const magnitude = (value: number): number => (value <= 0 ? Number.NEGATIVE_INFINITY : Math.floor(Math.log2(value)));
