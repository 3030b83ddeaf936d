import { expect, test } from "vitest";
import type { BackupRecord } from "@/lib/domain/backup-run";
import { repositoryName, runId } from "@/lib/domain/ids-schema";
import { manifestEntry } from "@/lib/domain/manifest";
import type { HostedRepository } from "@/lib/ports/code-host";
import { AskedFirst } from "./asked-first";
import { createLog } from "./log";
import type { RunNotes, RunPatch } from "./run-recorder";

const named = (...names: string[]) => names.map((name) => repositoryName.parse(name));
const hosted = (...names: string[]) => names.map((name, id) => ({ id, name }) as unknown as HostedRepository);

function setUp(...first: string[]) {
  const lines: string[] = [];
  let told: RunPatch = {};
  const recorder: RunNotes = {
    run: runId.parse("20261121T030000Z-abcdef"),
    update: (patch) => {
      told = structuredClone(patch);
    },
  };
  const log = createLog({ format: "json", write: (line) => lines.push(line), now: () => new Date(0) });
  const request = first.length > 0 ? { first: named(...first) } : undefined;
  return { asked: new AskedFirst(request, recorder, log), lines, told: () => told.backup as BackupRecord | undefined };
}

test("what is asked for comes first and in its order, whatever its case; the others stay the largest first", () => {
  const { asked } = setUp("Acme/Docs", "acme/web");
  const order = asked.order(hosted("acme/large", "acme/web", "acme/small", "acme/docs"));
  expect(order.map(({ name }) => name)).toEqual(["acme/docs", "acme/web", "acme/large", "acme/small"]);
});

test("each is told when its turn has been; one that is tried again has its last outcome", () => {
  const { asked, told } = setUp("acme/web");
  asked.order(hosted("acme/web", "acme/api"));
  expect(told()).toEqual({ request: { first: ["acme/web"] }, items: [] });
  const reason = { code: "git-transfer-cut", message: "it broke off", hint: "it is tried again" };
  asked.captured(manifestEntry.parse({ id: 1, repo: "acme/web", outcome: "failed", chain: [], reason }));
  expect(told()?.items).toEqual([{ repo: "acme/web", outcome: "failed", problem: reason }]);
  asked.captured(manifestEntry.parse({ id: 2, repo: "acme/api", outcome: "captured", chain: [] }));
  asked.captured(manifestEntry.parse({ id: 1, repo: "acme/web", outcome: "unchanged", chain: [] }));
  expect(told()?.items).toEqual([{ repo: "acme/web", outcome: "unchanged" }]);
});

test("one that GitHub does not list is told at once, and keeps nothing else from being backed up", () => {
  const { asked, told, lines } = setUp("acme/gone");
  expect(asked.order(hosted("acme/web"))).toHaveLength(1);
  expect(told()?.items).toMatchObject([{ repo: "acme/gone", problem: { code: "repository-not-listed" } }]);
  expect(lines.join()).toContain("acme/gone is not among the repositories");
});

test("where nothing was asked for nothing is told, and the order stays", () => {
  const { asked, told } = setUp();
  expect(asked.order(hosted("acme/b", "acme/a")).map(({ name }) => name)).toEqual(["acme/b", "acme/a"]);
  asked.captured(manifestEntry.parse({ id: 1, repo: "acme/a", outcome: "captured", chain: [] }));
  expect(told()).toBeUndefined();
});
