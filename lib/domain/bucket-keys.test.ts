import fc from "fast-check";
import { expect, test } from "vitest";
import { bundleKey, GUIDE_FILES, guideKey, manifestKey, parseBackupKey, parseSnapshotPrefix } from "./bucket-keys";
import { repositoryName, snapshotId } from "./ids-schema";

const anyRepository = fc
  .tuple(fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9-]{0,20}$/), fc.stringMatching(/^[A-Za-z0-9_.-]{1,40}$/))
  .map(([owner, name]) => `${owner}/${name}`)
  .filter((name) => repositoryName.safeParse(name).success)
  .map((name) => repositoryName.parse(name));
const anySnapshot = fc.constantFrom("2026-04-16", "2026-04-16T103000Z").map((id) => snapshotId.parse(id));

test("every bundle key is taken apart into what it was built from", () => {
  fc.assert(
    fc.property(
      anySnapshot,
      anyRepository,
      fc.constantFrom("full" as const, "incremental" as const),
      (snapshot, repository, kind) => {
        expect(parseBackupKey("github-backup", bundleKey("github-backup", snapshot, repository, kind))).toEqual({
          what: "bundle",
          snapshot,
          repository,
          kind,
        });
      },
    ),
  );
});

test("the manifest stands at the top of its snapshot", () => {
  const snapshot = snapshotId.parse("2026-04-16");
  expect(manifestKey("github-backup", snapshot)).toBe("github-backup/2026-04-16/manifest.json");
  expect(parseBackupKey("github-backup", "github-backup/2026-04-16/manifest.json")).toEqual({
    what: "manifest",
    snapshot,
  });
});

test.each(GUIDE_FILES)("%s beside the snapshots is the bucket's guide", (file) => {
  expect(parseBackupKey("github-backup", guideKey("github-backup", file))).toEqual({ what: "guide", file });
});

test.each([
  "github-backup/notes.txt",
  "github-backup/2026-04-16/README.txt",
  "github-backup/2026-04-16/notes.txt",
  "other/2026-04-16/manifest.json",
  "github-backup/2026-04-16/a/../b.bundle",
  "github-backup/yesterday/a/b.bundle",
  "",
])("the foreign key %j is nothing of ours", (key) => {
  expect(parseBackupKey("github-backup", key)).toBeUndefined();
});

test("foreign folders beside the snapshots are passed over", () => {
  expect(parseSnapshotPrefix("github-backup", "github-backup/2026-04-16T103000Z/")).toBe("2026-04-16T103000Z");
  expect(parseSnapshotPrefix("github-backup", "github-backup/tmp/")).toBeUndefined();
});
