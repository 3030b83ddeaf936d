import { expect, test } from "vitest";
import { verifyCommand } from "@/lib/domain/verify-words";
import { verifyRequestFrom } from "./verify-arguments";

test.each([
  [{ repository: "acme/web" }, { scope: "repository", repository: "acme/web" }],
  [
    { snapshot: "2026-04-16", side: "replica" },
    { scope: "snapshot", snapshot: "2026-04-16", side: "replica" },
  ],
  [
    { repository: "acme/web", snapshot: "2026-04-16" },
    { scope: "repository", repository: "acme/web", snapshot: "2026-04-16" },
  ],
  [{ all: true }, { scope: "all" }],
  [{ side: "primary" }, { scope: "share", side: "primary" }],
])("%j is what the console would ask for, and the command that it shows for it", (values, request) => {
  const read = verifyRequestFrom(values);
  expect(read).toEqual(expect.objectContaining(request));
  const options = Object.entries(values).flatMap(([name, value]) =>
    value === true ? [`--${name}`] : [`--${name} ${value}`],
  );
  for (const option of options) expect(read && verifyCommand(read)).toContain(option);
});

test("no option at all asks for nothing: the run's record may", () => {
  expect(verifyRequestFrom({})).toBeUndefined();
});
