import { expect, test } from "vitest";
import { AppError } from "@/lib/domain/errors";
import { askedReason } from "@/lib/domain/hold";
import { snapshotId } from "@/lib/domain/ids-schema";
import { MemoryObjectStore } from "@/lib/testing/memory-object-store";
import { storeTwoBundles } from "@/lib/testing/two-bundles";
import { createLog } from "../log";
import { holdAsked } from "./hold-asked";
import { placeHold } from "./place-hold";

const SNAPSHOT = snapshotId.parse("2026-04-16");
const PREFIX = "github-backup/holds/7-2026-04-16/";
const DAY_MS = 86_400_000;
const WIPED = { kind: "wiped" as const, message: "its only branch is gone" };

/** The store's clock is the machine's: what is `days` later is told to the hold alone. */
async function world() {
  const store = new MemoryObjectStore("backups");
  const entry = await storeTwoBundles(store, SNAPSHOT);
  const context = (days: number) => ({
    store,
    root: "github-backup",
    run: `run-${days}`,
    log: createLog({ format: "json", write: () => undefined, now: () => new Date(0) }),
    now: () => new Date(Date.now() + days * DAY_MS),
    signal: new AbortController().signal,
  });
  const copies: string[] = [];
  const copy = store.copy.bind(store);
  store.copy = async (from, to) => {
    copies.push(`${from.key} ${to.slice(PREFIX.length)}`);
    return copy(from, to);
  };
  return {
    store,
    copies,
    chain: entry.chain,
    seen: (days: number) => placeHold(context(days), { snapshot: SNAPSHOT, entry }, [WIPED]),
    hold: (days: number, why = "the audit") => {
      const reason = askedReason(why, "ada", context(days).now(), `run-${days}`);
      return holdAsked(context(days), { snapshot: SNAPSHOT, entry }, reason, () => undefined);
    },
  };
}
const holdFile = async (store: MemoryObjectStore) =>
  JSON.parse((await store.readText(`${PREFIX}hold.json`)).text) as Record<string, unknown>;

test("one that is older than a day is copied anew: its time counts from today, and since when it is held stays", async () => {
  const { store, copies, hold } = await world();
  const first = await hold(0);
  expect(first.state).toBe("held");
  expect(await hold(0.9)).toMatchObject({ state: "already", placed_at: first.placed_at });
  expect(copies).toHaveLength(2);

  const later = await hold(2);
  expect(later).toMatchObject({ state: "renewed", placed_at: first.placed_at });
  expect(Date.parse(later.copied_at) - Date.parse(first.copied_at)).toBeGreaterThan(DAY_MS);
  expect(copies).toHaveLength(4);
  expect(await holdFile(store)).toMatchObject({
    run: "run-0",
    placed_at: first.placed_at,
    renewed_at: later.copied_at,
  });
});

test("a reason stands once, however often it is asked for, and beside the anomaly that was first", async () => {
  const { store, seen, hold } = await world();
  await seen(0);
  for (const why of ["the audit", "the audit", "litigation"]) expect((await hold(0, why)).state).toBe("already");
  expect(await holdFile(store)).toMatchObject({
    run: "run-0",
    why: [WIPED, { kind: "asked", message: "the audit", by: "ada" }, { message: "litigation" }],
  });
});

test("is renewed from its own copies where the bundles of the snapshot have expired before it", async () => {
  const { store, copies, chain, hold } = await world();
  await hold(0);
  for (const link of chain) link.version_id = "expired";
  expect((await hold(400)).state).toBe("renewed");
  expect(copies.slice(-2)).toEqual([
    `github-backup/${SNAPSHOT}/acme/web-1 0002.bundle`,
    `${PREFIX}0002.bundle 0002.bundle`,
  ]);
  expect((await store.readText(`${PREFIX}0001.bundle`)).text).toBe("the full one");
});

test("a bundle that somebody took out of a hold is put back, and that it was made anew is said", async () => {
  const { store, copies, hold } = await world();
  await hold(0);
  store.hide(`${PREFIX}0002.bundle`);
  expect((await hold(0)).state).toBe("renewed");
  expect(copies).toHaveLength(3);
});

test("a hold.json that is not ours is written over, and one that cannot be read is told", async () => {
  const { store, hold } = await world();
  await store.put(`${PREFIX}hold.json`, '{"version": 2}');
  expect((await hold(0)).state).toBe("held");
  expect(await holdFile(store)).toMatchObject({ version: 1, why: [{ message: "the audit" }] });
  store.failure = new AppError("storage-unreachable", { bucket: "backups", detail: "it is away" });
  await expect(hold(0)).rejects.toMatchObject({ code: "storage-unreachable" });
});

test("the reasons of a hold stay bounded", async () => {
  const { store, hold } = await world();
  for (let number = 0; number < 105; number++) await hold(0, `case ${number}`);
  const { why } = (await holdFile(store)) as { why: { message: string }[] };
  expect(why).toHaveLength(100);
  expect(why.at(-1)?.message).toBe("case 104");
});
