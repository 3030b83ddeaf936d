import { expect, test } from "vitest";
import { snapshotId } from "./ids-schema";
import { type Manifest, parseManifest, serialiseManifest, totalsOf } from "./manifest";

const id = snapshotId.parse("2026-04-16");
const formatOne = {
  timestamp: "2026-04-16T02:07:31.123456+00:00",
  date: "2026-04-16",
  total_repos: 2,
  success_count: 2,
  repos: [
    { repo: "acme/api", size_bytes: 1200, s3_key: "github-backup/2026-04-16/acme/api.bundle", default_branch: "main" },
    { repo: "acme/web", size_bytes: 34, s3_key: "github-backup/2026-04-16/acme/web.bundle" },
  ],
};

test("an InfraHouse manifest is read as it is: full bundles, no checksums", () => {
  const manifest = parseManifest(JSON.stringify(formatOne), id);
  expect(manifest).toMatchObject({ format: 1, snapshot: id, total_repos: 2, timestamp: "2026-04-16T02:07:31.123Z" });
  expect(manifest.repos[0]).toMatchObject({
    outcome: "captured",
    default_branch: "main",
    chain: [{ kind: "full", size_bytes: 1200 }],
  });
  expect(manifest.totals).toMatchObject({ captured: 2, stored_bytes: 1234 });
});

test("what is written is read back, fields of later versions included", () => {
  const written = {
    ...parseManifest(JSON.stringify(formatOne), id),
    format: 2,
    timestamp: "2026-04-16T02:07:31Z",
    of_the_future: { a: 1 },
  } as Manifest;
  expect(parseManifest(serialiseManifest(written), id)).toEqual(written);
});

test.each([
  ["", "it is not JSON"],
  ['{"format":2}', "cannot be read"],
  ["[]", "cannot be read"],
  ["null", "cannot be read"],
  ['{"format":3}', "format 3"],
  [JSON.stringify({ ...formatOne, repos: [{ ...formatOne.repos[0], repo: "../../etc" }] }), "cannot be read"],
])("%j is refused with a reason", (text, words) => {
  expect(() => parseManifest(text, id)).toThrow(words);
});

test("totals count each outcome and the bytes of all chains", () => {
  const { repos } = parseManifest(JSON.stringify(formatOne), id);
  expect(
    totalsOf([...repos, { ...repos[0], outcome: "failed", chain: [] } as Manifest["repos"][number]], 7),
  ).toMatchObject({ captured: 2, failed: 1, stored_bytes: 7, chain_bytes: 1234 });
});

test.each([3, "2", null, ["2"], { toString: 1 }])("a format that nobody knows is told as it stands: %j", (format) => {
  const read = () => parseManifest(JSON.stringify({ format, repos: [] }), snapshotId.parse("2026-11-01"));
  expect(read).toThrow(JSON.stringify(format));
});
