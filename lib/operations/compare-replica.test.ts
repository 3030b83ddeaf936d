import { beforeEach, describe, expect, test } from "vitest";
import { manifestKey } from "@/lib/domain/bucket-keys";
import { AppError } from "@/lib/domain/errors";
import { snapshotId } from "@/lib/domain/ids-schema";
import type { ReplicationState } from "@/lib/domain/watch";
import { putManifest, sampleEntry, sampleManifest } from "@/lib/testing/sample-manifest";
import { twoBuckets } from "@/lib/testing/two-buckets";
import { compareReplica } from "./compare-replica";

const NOTHING: ReplicationState = { version: 1, complete: {} };
const day = (number: number) => `2026-11-${String(number).padStart(2, "0")}`;
const bundle = (number: number, name = "web") => `github-backup/${day(number)}/acme/${name}.bundle`;

describe("what the replica lacks", () => {
  let deps: ReturnType<typeof twoBuckets>;
  let asked: { lists: string[]; heads: string[] };
  beforeEach(() => {
    deps = twoBuckets();
    asked = { lists: [], heads: [] };
    for (const store of [deps.primary, deps.replica]) {
      const { list, head } = { list: store.list.bind(store), head: store.head.bind(store) };
      store.list = (prefix, options) => {
        if (prefix.includes("/2026-")) asked.lists.push(`${store.bucket} ${prefix}`);
        return list(prefix, options);
      };
      store.head = (key, version) => {
        asked.heads.push(key);
        return head(key, version);
      };
    }
  });
  const compare = (state = NOTHING, now = new Date()) => compareReplica(deps, state, now);
  const snapshot = async (number: number, copied: "all" | "no bundle" | "other" = "all") => {
    const manifest = sampleManifest(day(number), [sampleEntry("acme/web")]);
    await deps.primary.put(bundle(number), "pack");
    await putManifest(deps.sides.primary, manifest);
    await putManifest(deps.sides.replica, manifest);
    if (copied !== "no bundle") await deps.replica.put(bundle(number), copied === "all" ? "pack" : "something else");
    return manifest;
  };

  test("is nothing when each object is there, and says which snapshot is the newest that is whole", async () => {
    await snapshot(20);
    await snapshot(21);
    const { replica } = await compare();
    expect(replica).toMatchObject({ state: "known", lag_minutes: 0, stuck: 0, pending: 0, snapshots: [] });
    expect(replica.complete?.snapshot).toBe(day(21));
    expect(asked.heads).toEqual([]);
  });

  test("is each object that is missing or of another size, with its snapshot and its age; the others are whole", async () => {
    await snapshot(19, "no bundle");
    await snapshot(20, "other");
    await snapshot(21);
    const { replica, state } = await compare(NOTHING, new Date(Date.now() + 600_000));
    expect(replica.objects.map((each) => [each.key, each.state]).sort()).toEqual([
      [bundle(19), "missing"],
      [bundle(20), "different"],
    ]);
    expect(replica).toMatchObject({ stuck: 2, pending: 0, complete: { snapshot: day(21) } });
    expect(replica.lag_minutes).toBeCloseTo(10, 0);
    expect(replica.snapshots.map((each) => [each.snapshot, each.stuck])).toEqual([
      [day(20), 1],
      [day(19), 1],
    ]);
    expect(Object.keys(state.complete)).toEqual([day(21)]);
  });

  test("is asked of S3 only for what is missing; a snapshot found whole is not listed again each hour, a few in turn", async () => {
    for (let number = 1; number <= 21; number++) await snapshot(number);
    const first = await compare(NOTHING, new Date("2026-11-21T12:00:00Z"));
    expect(asked.lists).toHaveLength(42);
    asked.lists = [];
    const second = await compare(first.state, new Date("2026-11-21T13:00:00Z"));
    expect(asked.lists).toHaveLength(4);
    asked.lists = [];
    const third = await compare(second.state, new Date("2026-11-21T14:00:00Z"));
    expect(asked.lists).toHaveLength(4);
    expect(asked.heads).toEqual([]);
    expect(Object.keys(third.state.complete)).toHaveLength(21);
  });

  test("is gone through sixty snapshots at a look, the newest first, and that there are more is said", async () => {
    const dayOf = (back: number) => new Date(Date.UTC(2026, 10, 21 - back)).toISOString().slice(0, 10);
    for (let back = 0; back < 65; back++) {
      const manifest = sampleManifest(dayOf(back), [sampleEntry("acme/web")]);
      for (const side of [deps.sides.primary, deps.sides.replica]) await putManifest(side, manifest);
    }
    const first = await compare(NOTHING, new Date("2026-11-21T12:00:00Z"));
    expect(first.replica).toMatchObject({ not_looked_at: 5, complete: { snapshot: dayOf(0) } });
    expect(Object.keys(first.state.complete)).toHaveLength(60);
    asked.lists = [];
    first.state.complete[dayOf(40)] = "2026-01-01T00:00:00Z";
    const second = await compare(first.state, new Date("2026-11-21T13:00:00Z"));
    expect(second.replica.not_looked_at).toBeUndefined();
    expect(Object.keys(second.state.complete)).toHaveLength(65);
    // Two again besides, and none of them so old that its copy may expire first.
    const looked = asked.lists.map((line) => line.split("/")[1] ?? "").filter((id) => id >= dayOf(59));
    expect(looked).toHaveLength(4);
    expect(looked.every((id) => id > dayOf(30))).toBe(true);
  });

  test("is counted whole where it is much, though S3 is asked of two hundred only, and not all are named", async () => {
    await snapshot(21);
    for (let number = 0; number < 1201; number++) await deps.primary.put(bundle(21, `web-${number}`), "pack");
    const { replica } = await compare();
    expect(asked.heads).toHaveLength(200);
    expect(replica).toMatchObject({ stuck: 1201, objects_left_out: 201, snapshots: [{ stuck: 1201 }] });
    expect(replica.objects).toHaveLength(1000);
  });

  test("is not what has gone from the primary meanwhile", async () => {
    await snapshot(21, "no bundle");
    deps.primary.head = async (key) => {
      throw new AppError("object-missing", { key, bucket: "backups" });
    };
    expect((await compare()).replica).toMatchObject({ stuck: 0, objects: [] });
  });

  test("is found by and by where something disappears from a snapshot that was whole", async () => {
    for (let number = 15; number <= 21; number++) await snapshot(number);
    let { state } = await compare(NOTHING, new Date("2026-11-21T12:00:00Z"));
    deps.replica.hide(bundle(18));
    let found: string[] = [];
    for (let hour = 13; hour < 18 && found.length === 0; hour++) {
      const next = await compare(state, new Date(`2026-11-21T${hour}:00:00Z`));
      state = next.state;
      found = next.replica.objects.map(({ key }) => key);
    }
    expect(found).toEqual([bundle(18)]);
  });

  test("is not known for a folder without a manifest until it can be no backup at work any more", async () => {
    const id = snapshotId.parse(day(21));
    await deps.primary.put(bundle(21), "pack");
    await deps.replica.put(bundle(21), "pack");
    expect((await compare(NOTHING, new Date("2026-11-21T12:00:00Z"))).state.complete).toEqual({});
    expect((await compare(NOTHING, new Date("2026-11-24T12:00:00Z"))).state.complete).toHaveProperty(id);
    expect((await compare(NOTHING, new Date("2026-11-24T12:00:00Z"))).replica.complete).toBeUndefined();
    expect(manifestKey("github-backup", id)).toContain(id);
  });

  test("is unknown when a bucket does not answer, and what was known before stays", async () => {
    await snapshot(21);
    const { state } = await compare();
    deps.replica.failure = new AppError("storage-unreachable", { bucket: "backups-replica", detail: "refused" });
    const now = await compare(state);
    expect(now.replica).toMatchObject({ state: "unknown", problem: { code: "storage-unreachable" } });
    expect(now.state).toEqual(state);
  });
});
