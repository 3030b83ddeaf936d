import { expect, test } from "vitest";
import { snapshotId } from "@/lib/domain/ids-schema";
import { putManifest, sampleEntry, sampleManifest } from "@/lib/testing/sample-manifest";
import { twoBuckets } from "@/lib/testing/two-buckets";
import { chooseChains } from "./choose-chains";
import { readManifests } from "./read-manifests";

const NOW = new Date("2026-11-21T06:00:00Z");
const RULES = { now: NOW, intervalDays: 7 };

/** Of the newest snapshot: web is safe, api failed and was safe `lastGood`. */
async function fleet(lastGood: string) {
  const { sides } = twoBuckets();
  const last = snapshotId.parse(lastGood);
  const failed = sampleEntry("acme/api", "failed", { last_good_snapshot: last });
  await putManifest(sides.primary, sampleManifest(lastGood, [sampleEntry("acme/api"), sampleEntry("acme/web")]));
  await putManifest(sides.primary, sampleManifest("2026-11-21", [failed, sampleEntry("acme/web")]));
  const manifests = await readManifests(sides.primary, "primary");
  const known = {
    open: [{ side: "primary" as const, backups: sides.primary, manifests }],
    altered: [],
    ledger: undefined,
  };
  return async (scope: "all" | "share" | "snapshot") =>
    (await chooseChains(known, { scope }, RULES)).map(({ entry }) => `${entry.repo} ${entry.snapshot}`).sort();
}

test("of a repository that is not safe now the last good state is proven", async () => {
  const chosen = await fleet("2026-11-19");
  expect(await chosen("all")).toEqual(["acme/api 2026-11-19", "acme/web 2026-11-21"]);
  expect(await chosen("share")).toContain("acme/api 2026-11-19");
  expect(await chosen("snapshot")).toEqual(["acme/web 2026-11-21"]);
});

test("a last good state that a lifecycle rule may have begun to take is left alone", async () => {
  expect(await (await fleet("2026-11-10"))("all")).toEqual(["acme/web 2026-11-21"]);
});
