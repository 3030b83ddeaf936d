import { expect, test } from "vitest";
import { formatBundleHeader, parseBundleHeader } from "./bundle-header";
import type { RefAdvertisement } from "./refs";

const oid = (digit: string) => digit.repeat(40);
const advertisement: RefAdvertisement = {
  objectFormat: "sha1",
  refs: [
    { oid: oid("a"), name: "refs/heads/main" },
    { oid: oid("b"), name: "refs/heads/\xff" },
    { oid: oid("c"), name: "refs/tags/z" },
  ],
  headTarget: "refs/heads/main",
  headOid: oid("a"),
};

test("HEAD stands first and the default branch last, where git clone looks for it", () => {
  const lines = formatBundleHeader(advertisement, [oid("d")]).split("\n");
  expect(lines.slice(0, 3)).toEqual(["# v2 git bundle", `-${oid("d")} `, `${oid("a")} HEAD`]);
  expect(lines.at(-3)).toBe(`${oid("a")} refs/heads/main`);
});

test("a header is read back as it was written, also when the pack follows at once", () => {
  const text = formatBundleHeader(advertisement, [oid("d")]);
  const parsed = parseBundleHeader(`${text}PACK\n\nmore`, "k");
  expect(parsed?.length).toBe(text.length);
  expect(parsed?.header.prerequisites).toEqual([oid("d")]);
  expect(parsed?.header.refs).toEqual(expect.arrayContaining(advertisement.refs));
});

test("a beginning of a header asks for more; SHA-256 is version 3", () => {
  expect(parseBundleHeader("# v2 git bundle\n", "k")).toBeUndefined();
  const long = formatBundleHeader(
    { objectFormat: "sha256", refs: [{ oid: "e".repeat(64), name: "refs/heads/m" }] },
    [],
  );
  expect(parseBundleHeader(long, "k")?.header.objectFormat).toBe("sha256");
});

test.each([
  "PACK....\n\n",
  "# v2 git bundle\nnonsense\n\n",
  "# v3 git bundle\n@object-format=md5\n\n",
  `# v2 git bundle\n${oid("a")}\n\n`,
  `# v2 git bundle\n${oid("a")} refs/../../x\n\n`,
  `# v2 git bundle\n${oid("a")} refs/heads/a:refs/heads/b\n\n`,
  `# v2 git bundle\n${oid("a")} refs/heads/\x1b[2J\n\n`,
  `# v3 git bundle\n@object-format=sha256\n${oid("a")} refs/heads/main\n\n`,
  // Not to be read on for 64 MiB.
  "\0\0\0\0",
])("%j is refused as corrupt", (text) => {
  expect(() => parseBundleHeader(text, "k")).toThrow(/cannot be unpacked/);
});
