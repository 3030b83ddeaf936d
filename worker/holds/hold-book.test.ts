import { expect, test } from "vitest";
import type { HoldItem } from "@/lib/domain/hold-run";
import { repositoryName } from "@/lib/domain/ids-schema";
import { HoldBook } from "./hold-book";

const item = (name: string, state: HoldItem["state"]): HoldItem => ({
  ...{ repo: repositoryName.parse(`acme/${name}`), state },
});

test("what is not held is named first, and of very many that what is held is not forgotten", () => {
  const book = new HoldBook();
  for (const [name, state] of [
    ["b", "held"],
    ["a", "held"],
    ["c", "nothing"],
  ] as const)
    book.add(item(name, state));
  for (let number = 0; number < 1000; number++) book.add(item(`r${number}`, "failed"));
  expect(book.named()).toHaveLength(1000);
  expect(book.named().every(({ state }) => state === "failed")).toBe(true);
  expect(book.kept()).toBe(2);
  expect(book.counts()).toEqual({ held: 2, renewed: 0, already: 0, nothing: 1, failed: 1000 });
});

test("of one kind they stand by name", () => {
  const book = new HoldBook();
  for (const name of ["b", "c", "a"]) book.add(item(name, "held"));
  book.add(item("z", "failed"));
  expect(book.named().map(({ repo }) => repo)).toEqual(["acme/z", "acme/a", "acme/b", "acme/c"]);
});
