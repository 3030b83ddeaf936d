import type { Ref, RefAdvertisement } from "@/lib/domain/refs";
import { PktReader } from "./pkt-reader";
import { WireError } from "./wire-error";

/**
 * Reads the answer of `ls-refs` (gitprotocol-v2(5)): `<oid> <name>[ symref-target:<name>][ peeled:<oid>]`, and
 * `unborn HEAD symref-target:<name>` for a repository without commits. Names stay bytes.
 */
export async function readRefs(
  body: AsyncIterable<Uint8Array>,
  objectFormat: RefAdvertisement["objectFormat"],
): Promise<RefAdvertisement> {
  const reader = new PktReader(body);
  const advertisement: RefAdvertisement = { objectFormat, refs: [] };
  const oid = objectFormat === "sha1" ? /^[0-9a-f]{40}$/ : /^[0-9a-f]{64}$/;
  try {
    for (;;) {
      const pkt = await reader.next();
      if (pkt.type === "flush") break;
      if (pkt.type !== "data") throw new WireError("cut", "the list of refs ended early");
      addLine(pkt.data.toString("latin1").replace(/\n$/, ""), advertisement, oid);
    }
    await reader.drain();
    return advertisement;
  } finally {
    await reader.close();
  }
}

function addLine(line: string, advertisement: RefAdvertisement, oidPattern: RegExp): void {
  if (line.startsWith("ERR ")) throw new WireError("remote", line.slice(4));
  const [oid = "", name = "", ...attributes] = line.split(" ");
  if (name === "HEAD") {
    advertisement.headTarget = attribute(attributes, "symref-target:");
    if (oid === "unborn") return;
  }
  if (!oidPattern.test(oid)) throw new WireError("protocol", "a ref without a proper object id");
  if (name === "HEAD") {
    advertisement.headOid = oid;
    return;
  }
  if (!isRefName(name)) throw new WireError("protocol", "a ref name that git does not allow");
  const peeled = attribute(attributes, "peeled:");
  const ref: Ref = peeled ? { oid, name, peeled } : { oid, name };
  advertisement.refs.push(ref);
}

const attribute = (attributes: string[], prefix: string) =>
  attributes.find((each) => each.startsWith(prefix))?.slice(prefix.length);

/** git-check-ref-format(1), as far as it matters here: such a name can neither break a bundle's header nor a path. */
function isRefName(name: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  return name.startsWith("refs/") && !/[\x00-\x20\x7f~^:?*[\\]|\.\.|\/\/|@\{|\/$|\.$|\.lock(\/|$)|\/\./.test(name);
}
