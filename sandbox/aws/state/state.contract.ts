import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Journal } from "./journal";
import { StateFile } from "./state-file";

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "holdfast-state-"));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

describe("a state file", () => {
  it("has what was changed before save() once it resolves, dates included, however saves overlap", async () => {
    const file = path.join(directory, "state.json");
    const state = await StateFile.open(file, { list: [] as { at: Date; number: number }[] });
    const saves = Array.from({ length: 50 }, async (_, number) => {
      state.value.list.push({ at: new Date(number), number });
      await state.save();
      const written = JSON.parse(await readFile(file, "utf8")) as { list: { number: number }[] };
      expect(written.list.map((each) => each.number)).toContain(number);
    });
    await Promise.all(saves);
    const again = await StateFile.open(file, { list: [] as { at: Date; number: number }[] });
    expect(again.value.list).toEqual(state.value.list);
    expect(again.value.list[7]?.at).toEqual(new Date(7));
  });

  it("refuses to start over when it is broken", async () => {
    const file = path.join(directory, "state.json");
    await writeFile(file, '{"list": [');
    await expect(StateFile.open(file, { list: [] })).rejects.toThrow(SyntaxError);
  });
});

describe("a journal", () => {
  const file = () => path.join(directory, "deep", "journal.jsonl");
  const open = (keep: (entry: number) => boolean = () => true) => Journal.open<number>(file(), keep);

  it("has every entry whose append() resolved, in order, however appends overlap", async () => {
    const { journal } = await open();
    await Promise.all(Array.from({ length: 100 }, (_, number) => journal.append([number])));
    expect((await open()).entries).toEqual(Array.from({ length: 100 }, (_, number) => number));
  });

  it("drops a line that a kill cut short, and goes on behind the last whole one", async () => {
    const { journal } = await open();
    await journal.append([1, 2]);
    await appendFile(file(), "34");
    const again = await open();
    expect(again.entries).toEqual([1, 2]);
    await again.journal.append([5]);
    expect((await open()).entries).toEqual([1, 2, 5]);
  });

  it("forgets for good what is not to be kept", async () => {
    const { journal } = await open();
    await journal.append([1, 2, 3]);
    expect((await open((entry) => entry > 1)).entries).toEqual([2, 3]);
    expect((await open()).entries).toEqual([2, 3]);
  });
});
