// A bundle in a bucket is whatever somebody put there: its header is read the same in any pieces, and nothing comes out of it
// that git would not have written.
import fc from "fast-check";
import { expect, test } from "vitest";
import { type BundleHeader, formatBundleHeader, MAX_HEADER_BYTES, parseBundleHeader } from "@/lib/domain/bundle-header";
import { hasCode } from "@/lib/domain/errors";
import { arriving, hostileBytes } from "@/lib/testing/hostile-bytes";
import { headerIn } from "./read-bundle-header";

const oid = (digit: string, characters = 40) => digit.repeat(characters);
const SOUND = [
  `# v2 git bundle\n-${oid("d")} A commit's subject\n${oid("a")} HEAD\n${oid("a")} refs/heads/main\n${oid("b")} refs/tags/v1\n\nPACK\n\n`,
  `# v3 git bundle\n@object-format=sha256\n${oid("e", 64)} refs/heads/\xc3\xbc\n\nPACK`,
  `# v2 git bundle\n\nPACK`,
].map((text) => Buffer.from(text, "latin1"));

type Outcome = { header: BundleHeader; length: number } | "corrupt";

async function outcomeOf(work: () => Promise<Outcome> | Outcome): Promise<Outcome> {
  try {
    return await work();
  } catch (error) {
    if (hasCode(error, "bundle-corrupt")) return "corrupt";
    throw error;
  }
}

test("any bytes are a header or no bundle", { timeout: 120_000 }, async () => {
  const property = fc.asyncProperty(hostileBytes(SOUND), async (hostile) => {
    const read = await outcomeOf(() => headerIn(arriving(hostile), "k"));
    const text = hostile.bytes.toString("latin1");
    expect(read).toEqual(await outcomeOf(() => parseBundleHeader(text, "k") ?? "corrupt"));
    if (read === "corrupt") return;
    const { objectFormat, refs, prerequisites } = read.header;
    // Said in another way than the reader says it.
    for (const { name } of refs)
      expect(name).toMatch(/^(HEAD|refs\/(?!.*\.\.)[!"#$%&'()+,\-./0-9;<=>@A-Z\]_`a-z{|}\x80-\xff]+)$/);
    // Written again it says the same.
    const again = formatBundleHeader(
      {
        objectFormat,
        refs: refs.filter(({ name }) => name !== "HEAD"),
        headOid: refs.find(({ name }) => name === "HEAD")?.oid,
      },
      prerequisites,
    );
    const reread = parseBundleHeader(again, "k")?.header;
    const names = (header?: BundleHeader) => new Set(header?.refs.map((ref) => `${ref.oid} ${ref.name}`));
    expect(reread?.prerequisites).toEqual(prerequisites);
    expect(names(reread)).toEqual(names(read.header));
  });
  await fc.assert(property, { numRuns: 100_000 });
});

/** As much of it as is asked for, and how much that was. */
function endless(beginning: string, more: string) {
  const seen = { bytes: 0, closed: false };
  const chunk = Buffer.from(more.repeat(Math.ceil((1024 * 1024) / more.length)), "latin1");
  async function* source() {
    try {
      yield Buffer.from(beginning, "latin1");
      while (seen.bytes < 4 * MAX_HEADER_BYTES) {
        seen.bytes += chunk.length;
        yield chunk;
      }
    } finally {
      seen.closed = true;
    }
  }
  return { source: source(), seen };
}

test("a header that does not end is given up at its limit", async () => {
  const { source, seen } = endless("# v2 git bundle\n", `${oid("a")} refs/heads/main\n`);
  expect(await outcomeOf(() => headerIn(source, "k"))).toBe("corrupt");
  expect(seen.bytes).toBeLessThan(MAX_HEADER_BYTES + 2 * 1024 * 1024);
  expect(seen.closed).toBe(true);
});

test("what does not begin like a bundle is not read on", async () => {
  const { source, seen } = endless("", "\0");
  expect(await outcomeOf(() => headerIn(source, "k"))).toBe("corrupt");
  expect(seen.bytes).toBeLessThan(2 * 1024 * 1024);
});
