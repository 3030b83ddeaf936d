import { beforeEach, describe, expect, test } from "vitest";
import { guideKey, holdBundleKey, holdFileKey, holdPrefix } from "@/lib/domain/bucket-keys";
import { snapshotId } from "@/lib/domain/ids-schema";
import type { ReplicationState } from "@/lib/domain/watch";
import type { MemoryObjectStore } from "@/lib/testing/memory-object-store";
import { twoBuckets } from "@/lib/testing/two-buckets";
import { compareReplica } from "./compare-replica";

const NOTHING: ReplicationState = { version: 1, complete: {} };
const ROOT = "github-backup";
const HOLD = holdPrefix(ROOT, { id: 7, repo: "acme/web" }, snapshotId.parse("2026-11-20"));
const BUNDLE = holdBundleKey(HOLD, 0);
const README = guideKey(ROOT, "README.txt");
const days = (count: number) => new Date(Date.now() + count * 86_400_000);

describe("of what stands beside the snapshots", () => {
  let deps: ReturnType<typeof twoBuckets>;
  /** What S3 says of an object of the primary. */
  let said: Record<string, "PENDING" | "FAILED">;
  beforeEach(() => {
    deps = twoBuckets();
    said = {};
    const head = deps.primary.head.bind(deps.primary);
    deps.primary.head = async (key) => ({ ...(await head(key)), replication: said[key] });
  });
  const compare = (state = NOTHING, now = new Date()) => compareReplica(deps, state, now);
  const hold = async (...stores: MemoryObjectStore[]) => {
    for (const store of stores) {
      await store.put(BUNDLE, "pack");
      await store.put(holdFileKey(HOLD), "{}");
    }
  };

  test("a hold that the replica lacks, or has in part, is told as any other lag", async () => {
    await hold(deps.primary);
    await deps.replica.put(holdFileKey(HOLD), "{}");
    const { replica, state } = await compare(NOTHING, new Date(Date.now() + 600_000));
    expect(replica.objects.map((each) => [each.key, each.state])).toEqual([[BUNDLE, "missing"]]);
    expect(replica).toMatchObject({ stuck: 1, snapshots: [], beside: { stuck: 1, pending: 0 } });
    expect(replica.lag_minutes).toBeCloseTo(10, 0);
    expect(replica.beside?.lag_minutes).toBeCloseTo(10, 0);
    expect(state.complete).toEqual({});
  });

  test("a hold that is on its way is pending, and whole when it is there", async () => {
    await hold(deps.primary);
    said = { [BUNDLE]: "PENDING", [holdFileKey(HOLD)]: "FAILED" };
    expect((await compare()).replica).toMatchObject({ stuck: 1, pending: 1, beside: { stuck: 1, pending: 1 } });
    await hold(deps.replica);
    const { replica, state } = await compare();
    expect(replica).toMatchObject({ stuck: 0, pending: 0, objects: [] });
    expect(replica.beside).toBeUndefined();
    expect(Object.keys(state.complete)).toEqual(["holds/7-2026-11-20"]);
  });

  test("a hold is not whole before its last file, unless nothing can come any more", async () => {
    for (const store of [deps.primary, deps.replica]) await store.put(BUNDLE, "pack");
    expect((await compare()).state.complete).toEqual({});
    expect(Object.keys((await compare(NOTHING, days(3))).state.complete)).toEqual(["holds/7-2026-11-20"]);
  });

  test("a whole hold is looked at again while it is young; near the end of its retention its copy may go first", async () => {
    await hold(deps.primary, deps.replica);
    const { state } = await compare();
    deps.replica.hide(BUNDLE);
    expect((await compare(state, days(1))).replica.stuck).toBe(1);
    const late = await compare(state, days(31));
    expect(late.replica.stuck).toBe(0);
    expect(late.state).toEqual(state);
    // One that never was whole is told for as long as it is so.
    expect((await compare(NOTHING, days(31))).replica.stuck).toBe(1);
  });

  test("a hold that is gone from the primary is forgotten", async () => {
    await hold(deps.primary, deps.replica);
    const { state } = await compare();
    for (const key of [BUNDLE, holdFileKey(HOLD)]) deps.primary.hide(key);
    expect((await compare(state)).state.complete).toEqual({});
  });

  test("the guide is missing, different, or written anew and on its way", async () => {
    await deps.primary.put(README, "how to restore");
    expect((await compare()).replica.objects).toMatchObject([{ key: README, state: "missing" }]);
    await deps.replica.put(README, "old");
    expect((await compare()).replica).toMatchObject({ stuck: 1, objects: [{ key: README, state: "different" }] });
    said = { [README]: "PENDING" };
    expect((await compare()).replica).toMatchObject({ pending: 1, stuck: 0, objects: [{ state: "pending" }] });
    said = { [README]: "FAILED" };
    expect((await compare()).replica.objects).toMatchObject([{ state: "failed" }]);
    await deps.replica.put(README, "how to restore");
    expect((await compare()).replica).toMatchObject({ lag_minutes: 0, objects: [] });
  });

  test("other files beside them are nobody's: they are not compared", async () => {
    await deps.primary.put(`${README}.bak`, "x");
    await deps.primary.put(`${ROOT}/holds/stray`, "x");
    expect((await compare()).replica).toMatchObject({ state: "known", objects: [] });
  });
});
