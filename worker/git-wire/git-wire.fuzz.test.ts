// A git server that lies: answers that were sound, changed at random, and cut by the network wherever it likes. What comes
// out is the same for every cut: a value, or one of the wire's own errors.
import fc from "fast-check";
import { expect, test } from "vitest";
import { formatBundleHeader, parseBundleHeader } from "@/lib/domain/bundle-header";
import { arriving, type Hostile, hostileBytes, whole } from "@/lib/testing/hostile-bytes";
import { checkedPack } from "./checked-pack";
import { emptyPack } from "./empty-pack";
import { findPackSection, readCapabilities } from "./git-server";
import { readRefs } from "./list-refs";
import { DELIMITER, FLUSH, pktLine } from "./pkt-line";
import { PktReader } from "./pkt-reader";
import { WireError } from "./wire-error";

const CASES = 100_000;
const MINUTES = 120_000;

const oid = (digit: string) => digit.repeat(40);
const band = (number: number, payload: string | Buffer) =>
  pktLine(Buffer.concat([Buffer.from([number]), Buffer.from(payload)]));
const answer = (...lines: (string | Buffer)[]) =>
  Buffer.concat([...lines.map((each) => (typeof each === "string" ? pktLine(each) : each)), FLUSH]);

/** What a parser makes of it: its value, or the kind of the wire's error. Any other error fails the test. */
async function outcomeOf(work: Promise<unknown>): Promise<unknown> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof WireError) return { fault: error.fault, message: error.message };
    throw error;
  }
}

function sameInAnyPieces(sound: Buffer[], read: (hostile: Hostile) => Promise<unknown>): Promise<void> {
  const property = fc.asyncProperty(hostileBytes(sound), async (hostile) => {
    expect(await outcomeOf(read(hostile))).toEqual(await outcomeOf(read(whole(hostile))));
  });
  return fc.assert(property, { numRuns: CASES });
}

test("pkt-lines", { timeout: MINUTES }, () => {
  const sound = [answer("hello\n", DELIMITER, "", "x".repeat(300)), answer(DELIMITER, "a", "0001", "\0\n")];
  return sameInAnyPieces(sound, async (hostile) => {
    const reader = new PktReader(arriving(hostile));
    const lines: unknown[] = [];
    for (;;) {
      const pkt = await reader.next();
      lines.push(pkt.type === "data" ? pkt.data.toString("latin1") : pkt.type);
      if (pkt.type === "eof") return lines.join("|");
    }
  });
});

test("side bands", { timeout: MINUTES }, () => {
  const sound = [
    answer(band(1, "PACK"), band(2, "Counting\n"), pktLine(""), band(1, ""), band(1, "x".repeat(200))),
    answer(band(1, "PA"), band(3, "fatal: no memory")),
  ];
  return sameInAnyPieces(sound, async (hostile) => {
    const reader = new PktReader(arriving(hostile));
    let pack = "";
    let progress = "";
    const heard = (text: string) => {
      progress += text;
    };
    for await (const chunk of reader.sideBand(heard)) pack += chunk.toString("latin1");
    await reader.drain();
    return `${pack}|${progress}`;
  });
});

/** Neither blanks, nor what moves a cursor, nor what means something in a refspec or a glob. */
const PLAIN = /^refs\/[!"#$%&'()+,\-./0-9;<=>@A-Z\]_`a-z{|}\x80-\xff]+$/;

/** Each line framed as it should be, so that the lines themselves are looked at. */
const inLines = ({ bytes, sizes }: Hostile): Hostile => ({
  bytes: answer(...bytes.toString("latin1").split("\n")),
  sizes,
});
const text = (...lines: string[]) => Buffer.from(lines.join("\n"), "latin1");

test("a list of refs becomes a bundle's header that is read back", { timeout: MINUTES }, () => {
  const sound = [
    text(
      `${oid("a")} HEAD symref-target:refs/heads/main`,
      `${oid("a")} refs/heads/main`,
      `${oid("b")} refs/tags/v1 peeled:${oid("a")}`,
      `${oid("c")} refs/heads/\xff`,
    ),
    text("unborn HEAD symref-target:refs/heads/main"),
    text(`${oid("a")} HEAD`, `${oid("a")} refs/pull/1/head`),
  ];
  return sameInAnyPieces(sound, async (hostile) => {
    const advertisement = await readRefs(arriving(inLines(hostile)), "sha1");
    const { headOid, refs } = advertisement;
    const parsed = parseBundleHeader(`${formatBundleHeader(advertisement, [oid("d")])}PACK`, "k");
    const head = headOid ? [{ oid: headOid, name: "HEAD" }] : [];
    const listed = [...head, ...refs.map(({ oid, name }) => ({ oid, name }))];
    const sorted = (all: { name: string }[] = []) => [...all].sort((a, b) => (a.name < b.name ? -1 : 1));
    // Said in another way than the reader says it.
    for (const { name } of refs)
      if (!PLAIN.test(name) || name.includes("..")) throw new Error(`a ref is called ${name}`);
    if (JSON.stringify(sorted(parsed?.header.refs)) !== JSON.stringify(sorted(listed)))
      throw new Error("the header does not say what was listed");
    return advertisement;
  });
});

test("capabilities, and what stands before a pack", { timeout: MINUTES }, () => {
  const sound = [
    answer("version 2\n", "agent=git/2\n", "ls-refs=unborn\n", "object-format=sha1\n"),
    Buffer.concat([answer("# service=git-upload-pack\n"), answer("version 2\n", "fetch\n")]),
    answer("acknowledgments\n", "ready\n", DELIMITER, "packfile\n", band(1, "PACK")),
    answer("ERR access denied"),
  ];
  return sameInAnyPieces(sound, async (hostile) => {
    const first = await outcomeOf(readCapabilities(arriving(hostile)).then((found) => [...found]));
    const second = await outcomeOf(findPackSection(new PktReader(arriving(hostile))));
    return JSON.stringify([first, second]);
  });
});

test("a pack's head and trailer: what passes ends with its own hash", { timeout: MINUTES }, async () => {
  const sound: Buffer[] = [];
  for await (const pack of emptyPack("sha1")) sound.push(pack);
  for await (const pack of emptyPack("sha256")) sound.push(pack);
  await sameInAnyPieces(sound, async (hostile) => {
    const passed: Buffer[] = [];
    let told = "";
    const complete = (facts: object) => {
      told = JSON.stringify(facts);
    };
    for await (const chunk of checkedPack(arriving(hostile), "sha1", complete)) passed.push(chunk);
    if (!Buffer.concat(passed).equals(hostile.bytes)) throw new Error("not every byte was passed on");
    return told;
  });
});
