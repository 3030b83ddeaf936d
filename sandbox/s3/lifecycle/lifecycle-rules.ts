import type { LifecycleRule } from "@aws-sdk/client-s3";
import type { StoredObject } from "../store/version";

/** Whether a rule's filter covers an object. */
export function covers(rule: LifecycleRule, object: StoredObject): boolean {
  const { Filter } = rule;
  const { And } = Filter ?? {};
  const tags = And?.Tags ?? (Filter?.Tag ? [Filter.Tag] : []);
  const greaterThan = And?.ObjectSizeGreaterThan ?? Filter?.ObjectSizeGreaterThan ?? -1;
  const lessThan = And?.ObjectSizeLessThan ?? Filter?.ObjectSizeLessThan ?? Number.POSITIVE_INFINITY;
  return (
    coversKey(rule, object.key) &&
    object.size > greaterThan &&
    object.size < lessThan &&
    tags.every((tag) => object.tags.some((each) => each.Key === tag.Key && each.Value === tag.Value))
  );
}

/** What has no tags and no size (delete markers, uploads under way) is covered by rules that ask for neither. */
export function coversKey(rule: LifecycleRule, key: string): boolean {
  return key.startsWith(rule.Filter?.And?.Prefix ?? rule.Filter?.Prefix ?? rule.Prefix ?? "");
}

export function hasOnlyPrefix({ Filter }: LifecycleRule): boolean {
  return !Filter?.And && !Filter?.Tag && !Filter?.ObjectSizeGreaterThan && !Filter?.ObjectSizeLessThan;
}

/** S3 counts whole days and acts at the midnight (UTC) after they have passed. */
export function isDue(since: string, days: number | undefined, now: Date): boolean {
  if (days === undefined) return false;
  const passed = Date.parse(since) + days * DAY_MS;
  return Math.ceil(passed / DAY_MS) * DAY_MS <= now.getTime();
}

const DAY_MS = 86_400_000;
