// What every ObjectStore keeps. Run it against each implementation from a test file of its own:
//   objectStoreContract(vitest, async () => ({ store, hide, cleanUp }))
import type * as vitest from "vitest";
import { hasCode } from "@/lib/domain/errors";
import type { ObjectStore, ReadOptions } from "./object-store";

type Runner = Pick<typeof vitest, "describe" | "test" | "expect" | "beforeAll" | "afterAll">;

interface Opened {
  store: ObjectStore;
  /** Deletes a key as a person would: where versions are kept, a delete marker lies on top then. */
  hide: (key: string) => Promise<void> | void;
  cleanUp?: () => Promise<void>;
}

/** @param open gives an empty store; it is opened once, every test writes below a prefix of its own */
export function objectStoreContract(
  { describe, test, expect, beforeAll, afterAll }: Runner,
  name: string,
  open: () => Promise<Opened>,
): void {
  describe(`object store: ${name}`, () => {
    let store: ObjectStore;
    let hide: Opened["hide"];
    let cleanUp: Opened["cleanUp"];
    beforeAll(async () => {
      ({ store, hide, cleanUp } = await open());
    });
    afterAll(async () => cleanUp?.());

    test("gives back exactly what was put, with the same etag", async () => {
      const written = await store.put("exact/é key.txt", "für alle\n", { contentType: "text/plain" });
      const read = await store.readText("exact/é key.txt");
      expect(read.text).toBe("für alle\n");
      expect(read.etag).toBe(written.etag);
      expect((await store.head("exact/é key.txt")).sizeBytes).toBe(Buffer.byteLength("für alle\n"));
    });

    test("says object-missing of a key that is not there, for head, read and readText", async () => {
      for (const ask of [store.head("none"), store.read("none"), store.readText("none")]) {
        await expect(ask).rejects.toSatisfy((error) => hasCode(error, "object-missing"));
      }
    });

    test("lists every key below a prefix in order, and only those after `after`", async () => {
      for (const key of ["list/b", "list/a/1", "list/a/2", "listen/x"]) await store.put(key, key);
      expect(await keys(store.list("list/"))).toEqual(["list/a/1", "list/a/2", "list/b"]);
      expect(await keys(store.list("list/", { after: "list/a/1" }))).toEqual(["list/a/2", "list/b"]);
    });

    test("lists the folders directly below a prefix, without files and without deeper folders", async () => {
      for (const key of ["tree/2026-01-02/m.json", "tree/2026-01-01/x/y", "tree/README.txt"]) await store.put(key, "x");
      expect(await store.listFolders("tree/")).toEqual(["tree/2026-01-01/", "tree/2026-01-02/"]);
      expect(await store.listFolders("nothing/")).toEqual([]);
    });

    test("copies a version inside the bucket, whatever its key, and says object-missing of one that is not there", async () => {
      const { versionId } = await store.put("copy/from é+ %.txt", "old");
      await store.put("copy/from é+ %.txt", "new");
      await store.copy({ key: "copy/from é+ %.txt", versionId }, "copy/to.txt");
      expect((await store.readText("copy/to.txt")).text).toBe("old");
      await expect(store.copy({ key: "copy/none" }, "copy/x")).rejects.toSatisfy((error) =>
        hasCode(error, "object-missing"),
      );
    });

    test("put with `absent` never replaces what is there", async () => {
      await store.put("once", "first", { onlyIf: "absent" });
      const second = store.put("once", "second", { onlyIf: "absent" });
      await expect(second).rejects.toSatisfy((error) => hasCode(error, "object-exists"));
      expect((await store.readText("once")).text).toBe("first");
    });

    test("put over an etag succeeds once; the slower of two writers is told object-changed", async () => {
      const { etag } = await store.put("race", "0");
      await store.put("race", "1", { onlyIf: { etag } });
      const late = store.put("race", "2", { onlyIf: { etag } });
      await expect(late).rejects.toSatisfy((error) => hasCode(error, "object-changed"));
      expect((await store.readText("race")).text).toBe("1");
    });

    test("refuses to read a text larger than allowed instead of filling the memory", async () => {
      await store.put("large", "x".repeat(100));
      const read = store.readText("large", { maxBytes: 99 });
      await expect(read).rejects.toSatisfy((error) => hasCode(error, "object-too-large"));
    });

    test("an upload arrives whole, also when it takes several parts", async () => {
      const chunk = new Uint8Array(1024 * 1024).fill(7);
      async function* source() {
        for (let index = 0; index < 18; index++) yield chunk;
      }
      const written = await store.upload("upload/big", source());
      expect(written.sizeBytes).toBe(18 * chunk.length);
      let bytes = 0;
      for await (const part of (await store.read("upload/big")).body) {
        expect(part.every((byte) => byte === 7)).toBe(true);
        bytes += part.length;
      }
      expect(bytes).toBe(18 * chunk.length);
    });

    test("an empty upload is an empty object", async () => {
      async function* nothing(): AsyncGenerator<Uint8Array> {}
      expect((await store.upload("upload/empty", nothing())).sizeBytes).toBe(0);
      expect((await store.readText("upload/empty")).text).toBe("");
    });

    test("an upload whose source fails leaves no object and passes the source's own error on", async () => {
      const reason = new Error("the pack is cut");
      async function* broken() {
        yield new Uint8Array(1024);
        throw reason;
      }
      await expect(store.upload("upload/broken", broken())).rejects.toBe(reason);
      await expect(store.head("upload/broken")).rejects.toSatisfy((error) => hasCode(error, "object-missing"));
    });

    test("an aborted upload leaves no object", async () => {
      const owner = new AbortController();
      async function* endless() {
        for (let index = 0; ; index++) {
          if (index === 12) owner.abort();
          yield new Uint8Array(1024 * 1024);
        }
      }
      await expect(store.upload("upload/aborted", endless(), { signal: owner.signal })).rejects.toThrow();
      await expect(store.head("upload/aborted")).rejects.toSatisfy((error) => hasCode(error, "object-missing"));
    });

    test("a copy holds the same bytes, and of a key that is not there is object-missing", async () => {
      await store.put("copy/from é", "same");
      await store.copy({ key: "copy/from é" }, "copy/to");
      expect((await store.readText("copy/to")).text).toBe("same");
      const none = store.copy({ key: "copy/none" }, "copy/to");
      await expect(none).rejects.toSatisfy((error) => hasCode(error, "object-missing"));
    });

    test("where versions are kept, an older one can still be read by its id", async () => {
      const first = await store.put("versions", "old");
      await store.put("versions", "new");
      if (!first.versionId) return;
      expect((await store.readText("versions", { versionId: first.versionId })).text).toBe("old");
      expect((await store.readText("versions")).text).toBe("new");
    });

    test("the newest version is told by its id, and found under a delete marker; keys that begin alike are others", async () => {
      for (const key of ["buried", "buried-deeper", "bury"]) await store.put(key, `old ${key}`);
      const { versionId } = await store.put("buried", "new");
      if (!versionId) return;
      expect(await store.newestVersion("buried")).toBe(versionId);
      await hide("buried");
      await expect(store.read("buried")).rejects.toSatisfy((error) => hasCode(error, "object-missing"));
      const found = await store.newestVersion("buried");
      expect((await store.readText("buried", { versionId: found })).text).toBe("new");
      expect(await store.newestVersion("buried-")).toBeUndefined();
      expect(await keys(store.list("bur"))).toEqual(["buried-deeper", "bury"]);
    });

    test("reads on from a byte, and still tells the whole size", async () => {
      const { versionId } = await store.put("part", "0123456789");
      await store.put("part", "other");
      if (!versionId) return;
      const { body, sizeBytes } = await store.read("part", { versionId, from: 6 });
      let text = "";
      for await (const chunk of body) text += Buffer.from(chunk).toString();
      expect([text, sizeBytes]).toEqual(["6789", 10]);
    });

    test("reads no more bytes than asked for, of an empty object none", async () => {
      await store.put("piece", "0123456789");
      await store.put("nothing", "");
      const read = async (key: string, options: ReadOptions) => {
        const { body, sizeBytes } = await store.read(key, options);
        let text = "";
        for await (const chunk of body) text += Buffer.from(chunk).toString();
        return [text, sizeBytes];
      };
      expect(await read("piece", { bytes: 3 })).toEqual(["012", 10]);
      expect(await read("piece", { from: 3, bytes: 4 })).toEqual(["3456", 10]);
      expect(await read("piece", { from: 8, bytes: 100 })).toEqual(["89", 10]);
      expect(await read("nothing", { bytes: 100 })).toEqual(["", 0]);
    });
  });
}

async function keys(objects: AsyncIterable<{ key: string }>): Promise<string[]> {
  const all: string[] = [];
  for await (const { key } of objects) all.push(key);
  return all;
}
