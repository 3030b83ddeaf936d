import { canonical } from "./canonical";
import type { RepositoryPlan, RestorePlan } from "./restore-plan";

/** Text with one meaning for one plan. To be hashed as UTF-8. */
export function canonicalPlan(plan: RestorePlan): string {
  return canonical(plan);
}

/**
 * One sentence naming the first thing in which the two plans differ, by repository where it is one's; undefined when they
 * are the same.
 */
export function planDifference(approved: RestorePlan, now: RestorePlan): string | undefined {
  return differenceOfItems(approved.items, now.items) ?? firstDifference(approved, now, ["items"]);
}

function differenceOfItems(was: RepositoryPlan[], is: RepositoryPlan[]): string | undefined {
  const after = new Map(is.map((item) => [item.repository, item]));
  const before = new Set(was.map((item) => item.repository));
  for (const item of was) {
    const other = after.get(item.repository);
    if (!other) return `${item.repository} was to be restored and no longer is`;
    const difference = firstDifference(item, other);
    if (difference) return `${item.repository}: ${difference}`;
  }
  const added = is.find((item) => !before.has(item.repository));
  if (added) return `${added.repository} was not to be restored and now is`;
  return canonical(was) === canonical(is) ? undefined : "the order of the repositories is another";
}

function firstDifference<T extends object>(was: T, is: T, except: string[] = []): string | undefined {
  const keys = Object.keys({ ...was, ...is }).filter((key) => !except.includes(key));
  for (const key of keys.sort() as (keyof T & string)[]) {
    const [before, after] = [canonical(was[key]), canonical(is[key])];
    if (before !== after) return `${key} was ${shorten(before)} and is now ${shorten(after)}`;
  }
  return undefined;
}

const shorten = (text: string) => (text.length > 80 ? `${text.slice(0, 77)}...` : text);
