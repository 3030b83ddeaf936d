import { execFileSync } from "node:child_process";
import { parseArgs } from "node:util";
import { expect, test } from "vitest";
import { holdCommand } from "@/lib/domain/hold-run";
import { type HoldRequest, holdRequest } from "@/lib/domain/hold-run-schema";
import { holdRequestFrom } from "./hold-arguments";

const OPTIONS = {
  snapshot: { type: "string" },
  repository: { type: "string", multiple: true },
  why: { type: "string" },
} as const;

/** As a POSIX shell takes it apart. */
function typed(command: string): HoldRequest | undefined {
  const [, options = ""] = command.split(" hold ");
  const words = execFileSync("sh", ["-c", `printf '%s\\0' ${options}`], { encoding: "utf8" }).split("\0");
  const { values } = parseArgs({ args: words.slice(0, -1), options: OPTIONS });
  return holdRequestFrom({ ...values, repository: values.repository?.at(-1) }, values.repository ?? []);
}

test.each([
  { snapshot: "2026-04-16", why: "audit" },
  {
    snapshot: "2026-04-16",
    repositories: ["acme/web", "acme/api"],
    why: 'Acme v. Initech: "case" 4711; don\'t touch $(it)',
  },
  { snapshot: "2026-04-16T103000Z", repositories: ["acme/web"], why: "-- what legal said,\nword for word" },
])("the command that the console shows for %j asks for the same", (asked) => {
  const request = holdRequest.parse(asked);
  expect(typed(holdCommand(request))).toEqual(request);
});

test("no option at all asks for nothing: the run's record may", () => {
  expect(holdRequestFrom({}, [])).toBeUndefined();
});
