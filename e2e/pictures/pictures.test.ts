import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { EVERY_PAGE } from "../every-page";

const picturesIn = (folder: string) => readdirSync(folder).filter((file) => file.endsWith(".png"));
const namedIn = (file: string) =>
  [...readFileSync(file, "utf8").matchAll(/\(images\/([^)]+)\)/g)].map(([, name]) => name);

test("each picture is in the docs, each one the docs name is there, and each page has one", () => {
  const pictures = picturesIn("docs/images");
  expect(namedIn("docs/console.md").sort()).toEqual(pictures.sort());
  const pages = EVERY_PAGE.map(({ name }) => `${name}.png`).filter((file) => file !== "not-found.png");
  expect(pages.filter((file) => !pictures.includes(file))).toEqual([]);
});

test("so is each picture of a state", () => {
  const pictures = picturesIn("docs/images/states").map((file) => `states/${file}`);
  expect(namedIn("docs/console-states.md").sort()).toEqual(pictures.sort());
});
