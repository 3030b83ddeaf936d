import { createHash } from "node:crypto";
import { formatBundleHeader } from "@/lib/domain/bundle-header";
import type { RefAdvertisement } from "@/lib/domain/refs";
import { checkedPack } from "./checked-pack";
import type { GitServer } from "./git-server";

export interface BundleFacts {
  /** Hex, of the whole bundle. */
  sha256: string;
  sizeBytes: number;
  objects: number;
}

/**
 * A full bundle of everything advertised, as a stream: header first, then the pack as the server sends it. Nothing
 * touches the disk. Throws before its end if anything is off, so that an upload of it is never completed; `facts`
 * resolves to undefined until the stream has ended well.
 */
export function streamFullBundle(
  server: GitServer,
  advertisement: RefAdvertisement,
): { stream: AsyncIterable<Buffer>; facts: () => BundleFacts | undefined } {
  let facts: BundleFacts | undefined;
  async function* stream(): AsyncGenerator<Buffer> {
    const hash = createHash("sha256");
    let sizeBytes = 0;
    let objects = 0;
    const pass = (chunk: Buffer) => {
      hash.update(chunk);
      sizeBytes += chunk.length;
      return chunk;
    };
    yield pass(Buffer.from(formatBundleHeader(advertisement, []), "latin1"));
    const wants = [
      ...advertisement.refs.map((ref) => ref.oid),
      ...(advertisement.headOid ? [advertisement.headOid] : []),
    ];
    const pack = checkedPack(server.fetchPack({ wants }), advertisement.objectFormat, (pack) => {
      objects = pack.objects;
    });
    for await (const chunk of pack) yield pass(chunk);
    facts = { sha256: hash.digest("hex"), sizeBytes, objects };
  }
  return { stream: stream(), facts: () => facts };
}
