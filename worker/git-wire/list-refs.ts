import { MAX_HEADER_BYTES } from "@/lib/domain/bundle-header";
import { escapeRefName, isRefName, type RefAdvertisement } from "@/lib/domain/refs";
import { PktReader } from "./pkt-reader";
import { WireError } from "./wire-error";

/**
 * Reads the answer of `ls-refs` (gitprotocol-v2(5)): `<oid> <name>[ symref-target:<name>][ peeled:<oid>]`, and
 * `unborn HEAD symref-target:<name>` for a repository without commits. Names stay bytes. What git would not take is refused
 * here: all of it goes into a bundle's header, a manifest, or a request. @throws WireError
 */
export async function readRefs(
  body: AsyncIterable<Uint8Array>,
  objectFormat: RefAdvertisement["objectFormat"],
): Promise<RefAdvertisement> {
  // A longer list would not be read back from a bundle's header.
  const reader = new PktReader(body, MAX_HEADER_BYTES);
  const list = new RefList(objectFormat);
  try {
    for (;;) {
      const pkt = await reader.next();
      if (pkt.type === "flush") break;
      if (pkt.type !== "data") throw new WireError("cut", "the list of refs ended early");
      list.add(pkt.data.toString("latin1").replace(/\n$/, ""));
    }
    await reader.drain();
    return list.advertisement;
  } finally {
    await reader.close();
  }
}

class RefList {
  readonly advertisement: RefAdvertisement;
  private readonly oid: RegExp;
  private readonly names = new Set<string>();

  constructor(objectFormat: RefAdvertisement["objectFormat"]) {
    this.advertisement = { objectFormat, refs: [] };
    this.oid = objectFormat === "sha1" ? /^[0-9a-f]{40}$/ : /^[0-9a-f]{64}$/;
  }

  add(line: string): void {
    if (line.startsWith("ERR ")) throw new WireError("remote", line.slice(4));
    const [oid = "", name = "", ...attributes] = line.split(" ");
    if (this.names.has(name)) throw refused(name, "it is listed twice");
    this.names.add(name);
    if (name === "HEAD") this.addHead(oid, attribute(attributes, "symref-target:"));
    else this.addRef(oid, name, attribute(attributes, "peeled:"));
  }

  private addHead(oid: string, target: string | undefined): void {
    if (target !== undefined && !isRefName(target)) throw refused(target, "no ref can have that name, and HEAD is it");
    this.advertisement.headTarget = target;
    if (oid === "unborn") return;
    this.checkOid(oid, "HEAD");
    this.advertisement.headOid = oid;
  }

  private addRef(oid: string, name: string, peeled: string | undefined): void {
    if (!isRefName(name)) throw refused(name, "no ref can have that name");
    this.checkOid(oid, name);
    if (peeled !== undefined) this.checkOid(peeled, name);
    this.advertisement.refs.push(peeled === undefined ? { oid, name } : { oid, name, peeled });
  }

  private checkOid(oid: string, name: string): void {
    if (!this.oid.test(oid)) throw refused(name, "it has no proper object id");
  }
}

const attribute = (attributes: string[], prefix: string) =>
  attributes.find((each) => each.startsWith(prefix))?.slice(prefix.length);

/** A name may be as long as a line; an error is read by a person. */
const SHOWN_CHARACTERS = 80;

function refused(name: string, why: string): WireError {
  const shown = name.length > SHOWN_CHARACTERS ? `${name.slice(0, SHOWN_CHARACTERS)}...` : name;
  return new WireError("protocol", `the ref ${JSON.stringify(escapeRefName(shown))}: ${why}`);
}
