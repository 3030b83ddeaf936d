import { expect, test } from "vitest";
import { AppError } from "@/lib/domain/errors";
import { snapshotId } from "@/lib/domain/ids-schema";
import { MemoryObjectStore } from "@/lib/testing/memory-object-store";
import { storeTwoBundles } from "@/lib/testing/two-bundles";
import { createLog } from "../log";
import { placeHold } from "./place-hold";

const SNAPSHOT = snapshotId.parse("2026-04-16");
const PREFIX = "github-backup/holds/7-2026-04-16/";
const WHY = [{ kind: "wiped" as const, message: "its only branch is gone" }];

async function world(store = new MemoryObjectStore("backups")) {
  const entry = await storeTwoBundles(store, SNAPSHOT);
  const context = {
    store,
    root: "github-backup",
    run: "run-1",
    log: createLog({ format: "json", write: () => undefined, now: () => new Date(0) }),
    now: () => new Date("2026-04-17T00:00:00Z"),
    signal: new AbortController().signal,
  };
  return { store, hold: () => placeHold(context, { snapshot: SNAPSHOT, entry }, WHY) };
}
const text = async (store: MemoryObjectStore, name: string) => (await store.readText(`${PREFIX}${name}`)).text;

test("two at once place the same hold, and neither fails", async () => {
  const { store, hold } = await world();
  expect(await Promise.all([hold(), hold()])).toMatchObject([{ state: "held" }, { state: "held" }]);
  expect(await text(store, "0002.bundle")).toBe("what came after");
  expect(JSON.parse(await text(store, "hold.json"))).toMatchObject({ repo: "acme/web", id: 7, why: WHY });
});

test("a role that may get and put, but not list, is refused where nothing is, and places it all the same", async () => {
  class Unlisted extends MemoryObjectStore {
    override async head(key: string, versionId?: string) {
      return super.head(key, versionId).catch(() => {
        throw new AppError("storage-denied", { bucket: this.bucket, action: "s3:ListBucket" });
      });
    }
  }
  const { store, hold } = await world(new Unlisted("backups"));
  expect(await hold()).toMatchObject({ state: "held" });
  expect(await text(store, "0001.bundle")).toBe("the full one");
});

test("a copy that is not as large as it must be is made again", async () => {
  const { store, hold } = await world();
  await store.put(`${PREFIX}0001.bundle`, "half");
  await hold();
  expect(await text(store, "0001.bundle")).toBe("the full one");
});

test("a bundle that is no longer there is told, hold.json does not claim it, and the reason is kept for the next try", async () => {
  const { store, hold } = await world();
  store.copy = async ({ key }) => {
    throw new AppError("object-missing", { key, bucket: store.bucket });
  };
  expect(await hold()).toMatchObject({ state: "failed", problem: { code: "object-missing" }, why: WHY });
  await expect(text(store, "hold.json")).rejects.toThrow();
});
