import { expect, test } from "vitest";
import { type CatalogueStatus, NO_CATALOGUE } from "@/lib/domain/catalogue/catalogue-status";
import { AppError, hasCode } from "@/lib/domain/errors";
import { repositoryName, runId, snapshotId } from "@/lib/domain/ids-schema";
import { lastLinkOf } from "@/lib/domain/proof";
import type { Side } from "@/lib/domain/snapshot";
import type { Catalogue } from "@/lib/ports/catalogue";
import { MemoryObjectStore } from "@/lib/testing/memory-object-store";
import { putManifest, sampleEntry, sampleManifest } from "@/lib/testing/sample-manifest";
import { twoBuckets } from "@/lib/testing/two-buckets";
import { mergeIntoLedger } from "./proof-records";
import { type ReadHistory, readHistory } from "./read-history";
import { LedgerCache } from "./read-proofs";
import { SharedAnswers } from "./shared-answers";

const WEB = repositoryName.parse("acme/web");
const FILLING: CatalogueStatus = { ...NO_CATALOGUE, state: "filling", snapshots: { done: 1, total: 40 } };

const absent = () => {
  throw new AppError("catalogue-unavailable", { detail: "it has just been begun" });
};

function console(status: CatalogueStatus = FILLING, history: () => undefined = absent) {
  const buckets = twoBuckets();
  const catalogue = { status: () => status, history } as Partial<Catalogue> as Catalogue;
  const deps: ReadHistory = {
    ...{ ...buckets, catalogue, shared: new SharedAnswers(0, Date.now) },
    ...{ records: new MemoryObjectStore("records"), ledgers: new LedgerCache() },
    targets: { backupIntervalHours: 24, freshnessTargetHours: 24, proofIntervalDays: 7, replicaTargetMinutes: 60 },
  };
  return { ...buckets, deps };
}

const day = (number: number) => `2026-11-${String(number).padStart(2, "0")}`;

test("while the catalogue is not there the newest ten snapshots of both buckets tell it, and its progress is told with it", async () => {
  const { sides, deps } = console();
  for (let number = 1; number <= 13; number += 1)
    await putManifest(
      number === 12 ? sides.replica : sides.primary,
      sampleManifest(day(number), [sampleEntry(number < 8 ? "acme/old" : "acme/web", "captured", { id: 7 })]),
    );
  const { history, onlyNewest, catalogue } = await readHistory(deps, { repository: WEB });
  expect({ onlyNewest, catalogue, name: history.name, id: history.id }).toEqual({
    ...{ onlyNewest: 10, catalogue: FILLING, name: "acme/web", id: 7 },
  });
  expect(history.points.map(({ snapshot, sides }) => `${snapshot} ${sides}`)).toEqual([
    ...["2026-11-13 primary", "2026-11-12 replica", "2026-11-11 primary", "2026-11-10 primary", "2026-11-09 primary"],
    ...["2026-11-08 primary", "2026-11-07 primary", "2026-11-06 primary", "2026-11-05 primary", "2026-11-04 primary"],
  ]);
  expect(history.points.map(({ state }) => history.states[state]?.repository).at(-1)).toBe("acme/old");
  // A bundle is one, however many name it.
  expect(history.bundles.map(({ key }) => key)).toEqual([
    "github-backup/2026-11-01/acme/web.bundle",
    "github-backup/2026-11-01/acme/old.bundle",
  ]);
  expect([history.points[0]?.chain, history.points.at(-1)?.chain]).toEqual([[0], [1]]);
});

test("a catalogue that is being made and has not come to a repository is helped out in the same way", async () => {
  const { sides, deps } = console(FILLING, () => undefined);
  await putManifest(sides.primary, sampleManifest(day(1), [sampleEntry("acme/web")]));
  expect((await readHistory(deps, { repository: WEB })).onlyNewest).toBe(1);
  const other = readHistory(deps, { repository: repositoryName.parse("acme/other") });
  await expect(other).rejects.toSatisfy((error) => hasCode(error, "catalogue-filling"));
});

test("what neither the newest snapshots have nor a catalogue can tell is not called unknown", async () => {
  const { sides, deps } = console();
  await putManifest(sides.primary, sampleManifest(day(1), [sampleEntry("acme/web")]));
  const other = readHistory(deps, { repository: repositoryName.parse("acme/other") });
  await expect(other).rejects.toSatisfy((error) => hasCode(error, "catalogue-unavailable"));
});

test("a whole catalogue is believed: what it does not know is in no snapshot", async () => {
  const { sides, deps } = console({ ...FILLING, state: "ready", snapshots: { done: 1, total: 1 } }, () => undefined);
  await putManifest(sides.primary, sampleManifest(day(1), [sampleEntry("acme/web")]));
  const read = readHistory(deps, { repository: WEB });
  await expect(read).rejects.toSatisfy((error) => hasCode(error, "repository-unknown"));
});

test("the last proof that held in each bucket is told, of this repository by its id and of no other", async () => {
  const { sides, deps } = console();
  const web = sampleEntry("acme/web", "captured", { id: 7 });
  await putManifest(sides.primary, sampleManifest(day(1), [web]));
  const last_link = lastLinkOf(web.chain);
  if (!last_link) throw new Error("no chain");
  const facts = { snapshot: snapshotId.parse(day(1)), run: runId.parse("20261101T050000Z-aaaaaa"), last_link };
  const prove = (number: number, side: Side, verdict: "proven" | "failed", id = 7) => {
    const at = `${day(number)}T05:00:00Z`;
    const proof = { ...facts, at, side, verdict, links: 1, bytes: 1, seconds: 1 };
    return mergeIntoLedger(deps.records, { proofs: [{ of: { repo: WEB, id }, proof }], manifests: [] }, at);
  };
  await prove(1, "primary", "proven");
  await prove(2, "replica", "proven");
  await prove(3, "primary", "failed");
  await prove(4, "primary", "proven", 8);
  expect((await readHistory(deps, { repository: WEB })).proofs).toEqual({
    known: true,
    value: [
      { repositoryId: 7, repo: "acme/web", provenAt: `${day(1)}T05:00:00Z`, side: "primary" },
      { repositoryId: 7, repo: "acme/web", provenAt: `${day(2)}T05:00:00Z`, side: "replica" },
    ],
  });
});

test("large manifests are read until they are enough, and not all ten", async () => {
  const { sides, deps } = console();
  const filler = Array.from({ length: 4 }, (_, index) =>
    sampleEntry(`acme/large-${index}`, "captured", { description: "x".repeat(4 * 1024 * 1024) }),
  );
  for (let number = 1; number <= 4; number += 1)
    await putManifest(sides.primary, sampleManifest(day(number), [sampleEntry("acme/web"), ...filler]));
  expect((await readHistory(deps, { repository: WEB })).onlyNewest).toBe(2);
});
