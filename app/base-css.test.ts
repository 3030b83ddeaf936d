import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

test("every Cloudscape token that base.css names exists in the installed version", () => {
  const theme = readFileSync(
    "node_modules/@cloudscape-design/components/internal/base-theme/styles.scoped.css",
    "utf8",
  );
  const tokens = readFileSync("app/base.css", "utf8").match(/--(?:color|font)-[a-z0-9-]+/g) ?? [];
  expect(tokens.length).toBeGreaterThan(10);
  expect(tokens.filter((token) => !theme.includes(`${token}:`))).toEqual([]);
});
