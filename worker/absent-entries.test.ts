import { describe, expect, test } from "vitest";
import { AppError, problemOf } from "@/lib/domain/errors";
import type { ManifestEntry } from "@/lib/domain/manifest";
import { sampleEntry, sampleManifest } from "@/lib/testing/sample-manifest";
import { absentEntries, newlyVanished } from "./absent-entries";

const acme = { id: 1, account: "acme" };
const globex = { id: 2, account: "globex" };
const api = sampleEntry("acme/api", "captured", { id: 10 });
const web = sampleEntry("globex/web", "unchanged", { id: 20 });
const yesterday = (...repos: ManifestEntry[]) => ({
  ...sampleManifest("2026-11-01", repos),
  source: { server: "https://github.com", app_id: 1, installations: [acme, globex] },
});
const problem = problemOf(new AppError("github-forbidden", { action: "list", detail: "no", needed: "metadata" }));
const suspended = problemOf(new AppError("installation-suspended", { account: "globex" }));

describe("a repository of the previous snapshot that was not listed", () => {
  test("has vanished, with its last good snapshot; one that was listed under any name has not", () => {
    const renamed = sampleEntry("acme/backend", "captured", { id: 10 });
    expect(absentEntries(yesterday(api, web), [renamed], [acme, globex], undefined)).toMatchObject([
      {
        id: 20,
        repo: "globex/web",
        outcome: "vanished",
        chain: [],
        reason: { code: "repository-vanished" },
        last_good_snapshot: "2026-11-01",
      },
    ]);
  });

  test("has failed, not vanished, when its installation could not be listed; the others are not touched", () => {
    const entries = absentEntries(yesterday(api, web), [api], [acme, { ...globex, problem }], undefined);
    expect(entries).toMatchObject([
      {
        repo: "globex/web",
        outcome: "failed",
        reason: { code: "installation-not-listed", message: expect.stringContaining("globex"), hint: problem.hint },
        last_good_snapshot: "2026-11-01",
      },
    ]);
  });

  test("is unavailable while its installation is suspended", () => {
    const [entry] = absentEntries(yesterday(web), [], [acme, { ...globex, problem: suspended }], undefined);
    expect(entry).toMatchObject({ outcome: "unavailable", reason: suspended, last_good_snapshot: "2026-11-01" });
  });

  test("is known to be of its installation also when the owner has another name by now", () => {
    const [entry] = absentEntries(yesterday(web), [], [acme, { id: 2, account: "initech", problem }], undefined);
    expect(entry).toMatchObject({ repo: "globex/web", outcome: "failed" });
  });

  test("stays vanished once it has, also while its installation cannot be listed, as long as there is a backup of it", () => {
    const gone = sampleEntry("globex/web", "vanished", { id: 20, last_good_snapshot: yesterday().snapshot });
    const never = sampleEntry("globex/try", "vanished", { id: 21 });
    const entries = absentEntries(yesterday(gone, never), [], [acme, { ...globex, problem }], undefined);
    expect(entries).toEqual([gone]);
  });

  test("of another installation is nothing a run for one installation can speak of", () => {
    expect(absentEntries(yesterday(api, web), [], [acme], acme.id).map((each) => each.repo)).toEqual(["acme/api"]);
  });

  test("is found by name in a snapshot without ids, whatever the letter case", () => {
    const old = sampleManifest("2026-11-01", [sampleEntry("acme/API"), sampleEntry("acme/old")]);
    expect(absentEntries(old, [api], [acme], undefined).map((each) => each.repo)).toEqual(["acme/old"]);
  });
});

test("a repository is newly vanished once: not when it had vanished before, not when nothing was known of it", () => {
  const now = (entry: ManifestEntry) => ({ ...entry, outcome: "vanished" as const, chain: [] });
  const unknown = sampleEntry("acme/short-lived", "vanished", { id: 30 });
  const previous = yesterday(api, now(web));
  expect(newlyVanished([now(api), now(web), unknown], previous)).toEqual([now(api)]);
  expect(newlyVanished([now(api)], undefined)).toEqual([]);
  expect(newlyVanished([api], previous)).toEqual([]);
});
