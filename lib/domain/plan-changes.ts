// What has become of a plan that somebody is about to confirm, for them to read.
import { plural } from "./format";
import { planDifference } from "./plan-difference";
import type { RestorePlan } from "./restore-plan";
import { destinationOf } from "./restore-words";

/** Sentences without a full stop, what matters most first; none where the plans are the same. */
export function planChanges(was: RestorePlan, is: RestorePlan): string[] {
  const said = [...changesOfRequest(was, is), ...changesOfItems(was, is)];
  if (said.length > 0) return said;
  const difference = planDifference(was, is);
  return difference ? [`something else of it differs: ${difference}`] : [];
}

function changesOfRequest({ request: was }: RestorePlan, { request: is }: RestorePlan): string[] {
  const [from, to] = [destinationOf(was), destinationOf(is)];
  return [
    ...("source" in was && "source" in is && was.source !== is.source
      ? [`it reads the ${is.source} bucket now, not the ${was.source}`]
      : []),
    ...("snapshot" in was && "snapshot" in is && was.snapshot !== is.snapshot
      ? [`it restores snapshot ${is.snapshot} now, not ${was.snapshot}`]
      : []),
    ...(from === to ? [] : [`it goes to ${to} now, not to ${from}`]),
  ];
}

function changesOfItems({ items: was }: RestorePlan, { items: is }: RestorePlan): string[] {
  const [gone, added] = [missing(was, is), missing(is, was)];
  return [
    ...(gone.length > 0 ? [`${named(gone)} would no longer be restored`] : []),
    ...(added.length > 0 ? [`${named(added)} would be restored too`] : []),
  ];
}

function missing(of: RestorePlan["items"], from: RestorePlan["items"]): string[] {
  const there = new Set(from.map(({ repository }) => repository));
  return of.flatMap(({ repository }) => (there.has(repository) ? [] : [repository]));
}

const named = ([first, ...others]: string[]) =>
  others.length > 0 ? `${first} and ${plural(others.length, "other repository", "other repositories")}` : `${first}`;
