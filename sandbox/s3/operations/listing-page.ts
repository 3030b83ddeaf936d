import type { KeyIndex } from "../store/key-index";

/** Where the last page ended: behind a key, or behind all keys of a common prefix. */
export interface Marker {
  kind: "key" | "prefix";
  value: string;
}

export interface PageRequest {
  prefix: string;
  delimiter: string;
  after: Marker | undefined;
  limit: number;
}

export type PageEntry<T> = { kind: "key"; key: string; item: T } | { kind: "prefix"; prefix: string };

export interface Page<T> {
  entries: PageEntry<T>[];
  isTruncated: boolean;
}

/**
 * One page of a listing in S3's order. `itemsOf` says what a key shows: nothing (it is passed over), or one item or
 * more (its versions). Keys that share what stands between prefix and delimiter count as one entry, and are skipped in
 * one step however many they are.
 */
export function listPage<T>(keys: KeyIndex, request: PageRequest, itemsOf: (key: string) => readonly T[]): Page<T> {
  const { prefix, delimiter, after, limit } = request;
  const entries: PageEntry<T>[] = [];
  if (limit === 0) return { entries, isTruncated: false };
  let position = Math.max(keys.lowerBound(prefix), startBehind(keys, after));
  for (let key = keys.at(position); key?.startsWith(prefix); key = keys.at(position)) {
    const common = commonPrefix(key, prefix, delimiter);
    const items = itemsOf(key);
    // A key marker may itself be a common prefix that an earlier page has shown.
    if (common !== undefined && common === after?.value) {
      position = keys.afterPrefix(common);
      continue;
    }
    if (items.length === 0) {
      position += 1;
      continue;
    }
    if (common !== undefined) {
      if (entries.length >= limit) return { entries, isTruncated: true };
      entries.push({ kind: "prefix", prefix: common });
      position = keys.afterPrefix(common);
      continue;
    }
    for (const item of items) {
      if (entries.length >= limit) return { entries, isTruncated: true };
      entries.push({ kind: "key", key, item });
    }
    position += 1;
  }
  return { entries, isTruncated: false };
}

/** The marker that continues behind `page`. */
export function lastMarker(page: Page<unknown>): Marker | undefined {
  const last = page.entries.at(-1);
  if (!last) return undefined;
  return last.kind === "key" ? { kind: "key", value: last.key } : { kind: "prefix", value: last.prefix };
}

export function keyItems<T>(page: Page<T>): T[] {
  return page.entries.flatMap((entry) => (entry.kind === "key" ? [entry.item] : []));
}

export function commonPrefixes(page: Page<unknown>): string[] {
  return page.entries.flatMap((entry) => (entry.kind === "prefix" ? [entry.prefix] : []));
}

function startBehind(keys: KeyIndex, after: Marker | undefined): number {
  if (!after) return 0;
  return after.kind === "prefix" ? keys.afterPrefix(after.value) : keys.upperBound(after.value);
}

function commonPrefix(key: string, prefix: string, delimiter: string): string | undefined {
  if (delimiter === "") return undefined;
  const at = key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
}
