import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { EVERY_PAGE } from "../every-page";

test("each picture is in the docs, each one the docs name is there, and each page has one", () => {
  const pictures = readdirSync("docs/images").sort();
  const tour = readFileSync("docs/console.md", "utf8");
  const named = [...tour.matchAll(/\(images\/([^)]+)\)/g)].map(([, file]) => file).sort();
  expect(named).toEqual(pictures);
  const pages = EVERY_PAGE.map(({ name }) => `${name}.png`).filter((file) => file !== "not-found.png");
  expect(pages.filter((file) => !pictures.includes(file))).toEqual([]);
});
