import { expect, test } from "vitest";
import { backupCommand, firstItems, wordsForFirst } from "./backup-run";
import { repositoryName } from "./ids-schema";

const names = (...texts: string[]) => texts.map((text) => repositoryName.parse(text));

test("one is called by its name, several by how many they are", () => {
  expect(wordsForFirst(names("acme/web"))).toBe("acme/web");
  expect(wordsForFirst(names("acme/web", "acme/api"))).toBe("2 repositories");
});

test("every one that was asked for is told, in that order, also before its turn and under a name written otherwise", () => {
  const request = { first: names("acme/web", "Acme/API", "acme/docs") };
  const items = [{ repo: names("acme/api")[0] ?? request.first[0], outcome: "captured" as const }];
  expect(firstItems({ request, items: items as never }).map(({ repo, outcome }) => [repo, outcome])).toEqual([
    ["acme/web", undefined],
    ["acme/api", "captured"],
    ["acme/docs", undefined],
  ]);
});

test("the same from a shell", () => {
  expect(backupCommand({ first: names("acme/web", "acme/api") })).toBe(
    "npm run worker -- backup --first acme/web --first acme/api",
  );
  expect(backupCommand()).toBe("npm run worker -- backup");
});
