// A backup for which a person has named repositories: it is a whole one, and these come first.
import type { BackupRecord, BackupRequest, FirstItem } from "./backup-run-schema";
import { plural } from "./format";

export type { BackupRecord, BackupRequest, FirstItem } from "./backup-run-schema";

/** Names in one request. Whoever means more than these means all. */
export const MOST_FIRST = 200;

/** `acme/web`, `3 repositories`. */
export function wordsForFirst(first: readonly string[]): string {
  const [only] = first;
  return only && first.length === 1 ? only : plural(first.length, "repository", "repositories");
}

/** One of each that was asked for, in that order; without an outcome and a problem where its turn has not come. */
export function firstItems({ request, items = [] }: BackupRecord): FirstItem[] {
  const known = new Map(items.map((item) => [item.repo.toLowerCase(), item]));
  return request.first.map((repo) => known.get(repo.toLowerCase()) ?? { repo });
}

/** For a shell that has the worker's variables. */
export const backupCommand = ({ first }: Partial<BackupRequest> = {}): string =>
  `npm run worker -- backup${(first ?? []).map((name) => ` --first ${name}`).join("")}`;
