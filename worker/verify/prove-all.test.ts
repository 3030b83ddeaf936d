import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { AppError } from "@/lib/domain/errors";
import { snapshotId } from "@/lib/domain/ids-schema";
import type { Side } from "@/lib/domain/snapshot";
import { MemoryObjectStore } from "@/lib/testing/memory-object-store";
import { sampleEntry } from "@/lib/testing/sample-manifest";
import { ProofBook } from "./proof-book";
import { proveAll } from "./prove-all";
import { verifyContext } from "./testing/verify-context";

const SNAPSHOT = snapshotId.parse("2026-11-20");

/** Its name says what the bucket does when it is asked: be away, or have nothing. */
function choiceOf(name: string, side: Side = "primary") {
  const link = { s3_key: `${name}.bundle`, kind: "full" as const, size_bytes: 10, sha256: "a".repeat(64) };
  const entry = sampleEntry(`acme/${name}`, "captured", { chain: [link] });
  return { side, entry: { ...entry, snapshot: SNAPSHOT, finishedAt: "2026-11-20T02:05:00Z" } };
}

function storeThat(asked: string[]): MemoryObjectStore {
  const store = new MemoryObjectStore();
  const read = store.read.bind(store);
  store.read = async (key, options) => {
    asked.push(key);
    if (key.startsWith("away")) throw new AppError("storage-unreachable", { bucket: "backups", detail: "refused" });
    return read(key, options);
  };
  return store;
}

async function prove(choices: ReturnType<typeof choiceOf>[]) {
  const asked: string[] = [];
  const context = verifyContext();
  const book = new ProofBook(context);
  const store = storeThat(asked);
  await proveAll(context, choices, new Map([["primary", store]] as const), book);
  return { asked, book };
}

describe("a bucket that does not answer", () => {
  test("is not asked again after three chains, and nothing is said of any of them", async () => {
    const { asked, book } = await prove(
      ["away-1", "away-2", "away-3", "away-4", "other"].map((name) => choiceOf(name)),
    );
    expect(asked).toEqual(["away-1.bundle", "away-2.bundle", "away-3.bundle"]);
    expect(book.counts()).toMatchObject({ proven: 0, failed: 0, unproven: 5 });
    expect(book.unproven.map(({ problem }) => problem.code)).toEqual(Array(5).fill("storage-unreachable"));
  });

  test("is asked on when it has answered in between", async () => {
    const names = ["away-1", "away-2", "gone-1", "away-3", "away-4", "gone-2"];
    const { asked, book } = await prove(names.map((name) => choiceOf(name)));
    expect(asked).toHaveLength(6);
    expect(book.counts()).toMatchObject({ failed: 2, unproven: 4 });
  });

  test("that is none of the configured ones is told as such", async () => {
    const { book } = await prove([choiceOf("gone-1", "replica")]);
    expect(book.unproven).toMatchObject([{ side: "replica", problem: { code: "not-found" } }]);
  });
});

describe("what is missing from a snapshot that has just been finished", () => {
  const NOW = new Date("2026-11-20T02:15:00Z");
  const missingFrom = async (side: Side) => {
    const context = verifyContext({ now: () => NOW });
    const book = new ProofBook(context);
    await proveAll(context, [choiceOf("gone-1", side)], new Map([[side, storeThat([])]]), book);
    return book;
  };

  test("is on its way to the replica", async () => {
    expect((await missingFrom("replica")).unproven).toMatchObject([{ problem: { code: "replica-lagging" } }]);
  });

  test("is missing from the primary, which was written first", async () => {
    const book = await missingFrom("primary");
    expect(book.proofs).toMatchObject([{ proof: { verdict: "failed", problem: { code: "object-missing" } } }]);
  });
});

test("a bundle that is no bundle has failed, though its hash is the one in the manifest", async () => {
  const context = verifyContext();
  const book = new ProofBook(context);
  const store = new MemoryObjectStore();
  await store.put("noise.bundle", "no bundle.");
  const { entry, side } = choiceOf("noise");
  const [link] = entry.chain;
  if (link) link.sha256 = createHash("sha256").update("no bundle.").digest("hex");
  await proveAll(context, [{ entry, side }], new Map([[side, store]]), book);
  expect(book.proofs).toMatchObject([{ proof: { verdict: "failed", problem: { code: "bundle-corrupt" } } }]);
});
