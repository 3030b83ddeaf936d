import { parseArgs } from "node:util";
import { describe, expect, test } from "vitest";
import { workerRestoreCommand } from "@/lib/domain/restore-command";
import type { RestoreRequest } from "@/lib/domain/restore-request";
import { restoreRequest } from "@/lib/domain/restore-request-schema";
import { askedFrom, RESTORE_OPTIONS } from "./restore-arguments";

/** As a shell would take the command apart; every quoted word here is in single quotes. */
function words(command: string): string[] {
  const quoted = /'((?:[^']|'\\'')*)'|[^\s']+/g;
  const parts: string[] = [];
  for (const piece of command.match(/(?:'(?:[^']|'\\'')*'|[^\s'])+/g) ?? [])
    parts.push(piece.replace(quoted, (all, inner?: string) => inner?.replaceAll("'\\''", "'") ?? all));
  return parts;
}

const read = (args: string[]) => askedFrom(parseArgs({ args, options: RESTORE_OPTIONS, strict: true }).values);
const fromCommand = (request: RestoreRequest) => read(words(workerRestoreCommand(request)).slice(5));

const from = { snapshot: "2026-04-16", source: "replica" };
const run = "20260416T091500Z-k3f9q2";
const rearm = { kind: "rearm", target: "acme/x", repositoryId: 5, restoredBy: run };

describe("the command the console shows is read back as the same request", () => {
  test.each([
    { kind: "repository", ...from, repository: "acme/web", target: "acme/-x" },
    {
      kind: "batch",
      ...from,
      repositories: ["acme/web", "acme/api"],
      naming: { organisation: "dr", suffix: "-{date}" },
    },
    { kind: "batch", ...from, repositories: "all", naming: { prefix: "it's old " } },
    {
      kind: "ref",
      ...from,
      repository: "acme/web",
      ref: "refs/heads/$x;y",
      target: "acme/web",
      branch: "recovered/$x;y",
    },
    { kind: "export", ...from, repository: "acme/web" },
    { kind: "local", ...from, repository: "acme/web", directory: "/srv/a dir" },
    { ...rearm, change: { action: "enable-actions" } },
    { ...rearm, change: { action: "archive", archived: false } },
    { ...rearm, change: { action: "archive", archived: true } },
    { ...rearm, change: { action: "set-visibility", visibility: "internal" } },
  ])("$kind $change.action", (wanted) => {
    const request = restoreRequest.parse(wanted);
    expect(fromCommand(request)).toMatchObject({ request, dryRun: false, checkOnly: false });
  });

  test("with the target once more for what cannot be taken back", () => {
    const deletion = restoreRequest.parse({ ...rearm, change: { action: "delete" } });
    expect(fromCommand(deletion)).toMatchObject({ request: deletion, confirm: "acme/x" });
  });
});

describe("the command line", () => {
  test("without any option asks for the approved plan", () => {
    expect(read([])).toEqual({
      request: undefined,
      retryOf: undefined,
      dryRun: false,
      checkOnly: false,
      confirm: undefined,
    });
    expect(read(["--check"]).request).toBeUndefined();
  });

  test("fills in where a ref came from and where it goes", () => {
    const asked = read(["--snapshot", "2026-04-16", "--repository", "acme/web", "--ref", "refs/heads/fix"]);
    expect(asked.request).toMatchObject({
      kind: "ref",
      target: "acme/web",
      branch: "recovered/fix",
      source: "primary",
    });
  });

  test.each([
    [["--snapshot", "2026-04-16", "--repository", "acme/web"], "--target is missing"],
    [["--repository", "acme/web", "--target", "acme/x"], "--snapshot is missing"],
    [["--snapshot", "yesterday", "--all"], "--snapshot: must be written like"],
    [["--snapshot", "2026-04-16", "--all", "--organisation", "a/b"], "--organisation: must be"],
    [["--snapshot", "2026-04-16", "--repository", "acme/web", "--ref", "main"], "--ref: must be written like"],
    [["--rearm", "explode", "--target", "acme/x", "--repository-id", "5", "--restored-by", run], "--rearm: "],
    [
      ["--rearm", "set-visibility", "--target", "acme/x", "--repository-id", "5", "--restored-by", run],
      "--visibility: ",
    ],
    [["--rearm", "delete", "--target", "acme/x", "--restored-by", run], "--repository-id: "],
    [["--retry", "yesterday"], "--retry: "],
    [["--retry", run, "--all"], "leave out --all"],
  ])("%j is told as: %s", (args, words) => {
    expect(() => read(args)).toThrow(
      expect.objectContaining({ code: "input-invalid", message: expect.stringContaining(words) }),
    );
  });
});
