import { expect, test } from "vitest";
import { NO_CATALOGUE } from "@/lib/domain/catalogue/catalogue-status";
import { AppError, hasCode } from "@/lib/domain/errors";
import { repositoryName } from "@/lib/domain/ids-schema";
import type { ChainLink } from "@/lib/domain/manifest";
import type { Catalogue } from "@/lib/ports/catalogue";
import { putManifest, sampleEntry, sampleManifest } from "@/lib/testing/sample-manifest";
import { twoBuckets } from "@/lib/testing/two-buckets";
import { readRefHistory } from "./read-ref-history";
import { SharedAnswers } from "./shared-answers";

const WEB = repositoryName.parse("acme/web");

const absent = () => {
  throw new AppError("catalogue-unavailable", { detail: "it has just been begun" });
};

/** No catalogue; a repository that has moved its branch every day. */
async function console(days: number) {
  const buckets = twoBuckets();
  const { primary, sides } = buckets;
  const chain: ChainLink[] = [];
  for (let number = 1; number <= days; number += 1) {
    const key = `github-backup/${day(number)}/acme/web.bundle`;
    const kind = number === 1 ? "full" : "incremental";
    chain.push({ s3_key: key, kind, size_bytes: 1000, sha256: "a".repeat(64) });
    await primary.put(key, new TextEncoder().encode(`# v2 git bundle\n${commit(number)} refs/heads/main\n\nPACK`));
    await putManifest(
      sides.primary,
      sampleManifest(day(number), [sampleEntry("acme/web", "captured", { chain: [...chain] })]),
    );
  }
  const catalogue = { status: () => NO_CATALOGUE, history: absent, refs: absent } as Partial<Catalogue> as Catalogue;
  return { ...buckets, deps: { ...buckets, catalogue, shared: new SharedAnswers(0, Date.now) } };
}

const day = (number: number) => `2026-11-${String(number).padStart(2, "0")}`;
const commit = (number: number) => number.toString(16).padStart(40, "c");

test("without a catalogue it begins with the oldest of the newest snapshots, and reads no bundle before it", async () => {
  const { deps, primary } = await console(13);
  const read: string[] = [];
  const before = primary.read.bind(primary);
  primary.read = (key, options) => {
    read.push(key);
    return before(key, options);
  };
  const { events, first, bundles, onlyNewest, catalogue } = await readRefHistory(deps, { repository: WEB });
  expect({ onlyNewest, first, catalogue }).toEqual({ onlyNewest: 10, first: day(4), catalogue: NO_CATALOGUE });
  expect(events.map(({ change, snapshot, last }) => `${change} ${snapshot} after ${last?.snapshot}`)).toEqual(
    [13, 12, 11, 10, 9, 8, 7, 6, 5].map((each) => `moved ${day(each)} after ${day(each - 1)}`),
  );
  expect(bundles).toEqual({ done: 10, total: 10 });
  expect(read.filter((key) => key.endsWith(".bundle")).sort()[0]).toContain(day(4));
});

test("a commit is found at the tips it was at, and a bundle that is none is told", async () => {
  const { deps, primary } = await console(4);
  await primary.put(`github-backup/${day(3)}/acme/web.bundle`, new TextEncoder().encode("no bundle"));
  const { tips, problems } = await readRefHistory(deps, { repository: WEB, find: commit(2) });
  expect(tips).toEqual([{ name: "refs/heads/main", oid: commit(2), snapshots: [day(3), day(2)] }]);
  expect(problems.map(({ snapshot, problem }) => `${snapshot} ${problem.code}`)).toEqual([`${day(3)} bundle-corrupt`]);
});

test("what no snapshot has is not called unknown while there is no catalogue", async () => {
  const { deps } = await console(1);
  const other = readRefHistory(deps, { repository: repositoryName.parse("acme/other") });
  await expect(other).rejects.toSatisfy((error) => hasCode(error, "catalogue-unavailable"));
});
