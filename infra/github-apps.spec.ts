// The manifests of the two Apps say what the doctor will ask for, and no more.
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { NEEDED_PERMISSIONS } from "@/lib/domain/doctor/judge-app";

const manifest = (use: string) =>
  JSON.parse(readFileSync(new URL(`./github-apps/${use}.json`, import.meta.url), "utf8")) as Record<string, unknown>;

it.each(["backup", "restore"] as const)("the manifest of the %s App", (use) => {
  expect(manifest(use).default_permissions).toEqual(NEEDED_PERMISSIONS[use]);
  // Nobody else installs it, and nothing is sent to us.
  expect(manifest(use)).toMatchObject({ public: false, default_events: [] });
  expect(manifest(use)).not.toHaveProperty("hook_attributes");
});

it("docs/deploy.md has a row with the permissions of each App", () => {
  const document = readFileSync(new URL("../docs/deploy.md", import.meta.url), "utf8");
  for (const [use, permissions] of Object.entries(NEEDED_PERMISSIONS)) {
    const row = document.split("\n").find((line) => line.startsWith(`| ${use} App |`)) ?? "";
    for (const [name, level] of Object.entries(permissions)) expect(row.toLowerCase()).toContain(`${name} *${level}*`);
  }
});
