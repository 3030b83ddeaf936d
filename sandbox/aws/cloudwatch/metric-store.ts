import { readdir } from "node:fs/promises";
import path from "node:path";
import type { Account } from "../account";
import { groupBy } from "../state/group-by";
import { Journal } from "../state/journal";
import type { Sample } from "./statistics";

export interface MetricId {
  namespace: string;
  name: string;
  /** Sorted by name. */
  dimensions: { name: string; value: string }[];
}

export interface Series extends MetricId {
  /** Sorted by time. */
  samples: Sample[];
}

type Entry = Omit<MetricId, "namespace"> & { sample: Sample };

/** CloudWatch keeps a metric for 15 months. */
const KEPT_MS = 455 * 86_400_000;

/** Metrics in memory, and in one journal per namespace under `metrics/`. */
export class MetricStore {
  readonly account: Account;
  private readonly directory: string;
  private readonly series = new Map<string, Series>();
  private readonly journals = new Map<string, Promise<Journal<Entry>>>();

  private constructor(account: Account, directory: string) {
    this.account = account;
    this.directory = directory;
  }

  static async open(account: Account, dataDir: string): Promise<MetricStore> {
    const store = new MetricStore(account, path.join(dataDir, "metrics"));
    for (const file of await filesIn(store.directory)) {
      if (file.endsWith(".jsonl")) await store.journal(decodeURIComponent(file.slice(0, -".jsonl".length)));
    }
    return store;
  }

  /** Durable when it resolves. */
  async put(samples: (MetricId & { sample: Sample })[]): Promise<void> {
    const byNamespace = groupBy(samples, (each) => each.namespace);
    for (const [namespace, group] of byNamespace) {
      const journal = await this.journal(namespace);
      await journal.append(group.map(({ name, dimensions, sample }) => ({ name, dimensions, sample })));
      for (const { sample, ...metric } of group) this.insert(metric, sample);
    }
  }

  all(): Series[] {
    return [...this.series.values()];
  }

  /** The samples of a metric with `from <= time < to` (milliseconds), of one unit when it is given. */
  samples(metric: MetricId, from: number, to: number, unit?: string): Sample[] {
    const samples = this.series.get(keyOf(metric))?.samples ?? [];
    const start = firstAtOrAfter(samples, from);
    const end = firstAtOrAfter(samples, to);
    const found = samples.slice(start, end);
    return unit === undefined ? found : found.filter((each) => (each.unit ?? "None") === unit);
  }

  private journal(namespace: string): Promise<Journal<Entry>> {
    const existing = this.journals.get(namespace);
    if (existing) return existing;
    const opened = this.load(namespace);
    this.journals.set(namespace, opened);
    return opened;
  }

  private async load(namespace: string): Promise<Journal<Entry>> {
    const oldest = this.account.now().getTime() - KEPT_MS;
    const file = path.join(this.directory, `${encodeURIComponent(namespace)}.jsonl`);
    const { journal, entries } = await Journal.open<Entry>(file, (entry) => entry.sample.at >= oldest);
    for (const { sample, ...metric } of entries) this.insert({ ...metric, namespace }, sample);
    return journal;
  }

  private insert(metric: MetricId, sample: Sample): void {
    const key = keyOf(metric);
    const series = this.series.get(key) ?? { ...metric, samples: [] };
    this.series.set(key, series);
    series.samples.splice(firstAtOrAfter(series.samples, sample.at + 1), 0, sample);
  }
}

/** The metric a request means: two orders of the same dimensions are one metric. */
export function metricId(
  namespace: string | undefined,
  name: string | undefined,
  dimensions: { Name?: string; Value?: string }[] = [],
): MetricId {
  const sorted = dimensions.map(({ Name = "", Value = "" }) => ({ name: Name, value: Value }));
  sorted.sort((a, b) => (a.name < b.name ? -1 : 1));
  return { namespace: namespace ?? "", name: name ?? "", dimensions: sorted };
}

function keyOf({ namespace, name, dimensions }: MetricId): string {
  return JSON.stringify([namespace, name, ...dimensions.map((each) => [each.name, each.value])]);
}

/** Binary search in samples sorted by time. */
function firstAtOrAfter(samples: readonly Sample[], time: number): number {
  let low = 0;
  let high = samples.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((samples[middle]?.at ?? 0) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

async function filesIn(directory: string): Promise<string[]> {
  return readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
}
