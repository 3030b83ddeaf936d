import { createHash } from "node:crypto";
import type { Increment } from "@/lib/domain/bundle-chain";
import { formatBundleHeader } from "@/lib/domain/bundle-header";
import type { RefAdvertisement } from "@/lib/domain/refs";
import type { ConnectivityCheck } from "../pack-check/connectivity-check";
import type { PackInspection } from "../pack-check/inspection-pool";
import { checkedPack } from "./checked-pack";
import { emptyPack } from "./empty-pack";
import type { GitServer } from "./git-server";
import { WireError } from "./wire-error";

export interface BundleFacts {
  /** Hex, of the whole bundle. */
  sha256: string;
  sizeBytes: number;
  objects: number;
  /** Of the largest object in its pack, inflated; only where each was looked at. */
  largestObjectBytes?: number;
}

export interface BundleStream {
  stream: AsyncIterable<Buffer>;
  /** Undefined until the stream has ended well. */
  facts: () => BundleFacts | undefined;
}

/** Everything that is advertised. */
export function everything(advertisement: RefAdvertisement): Increment {
  const wants = [
    ...advertisement.refs.map((ref) => ref.oid),
    ...(advertisement.headOid ? [advertisement.headOid] : []),
  ];
  return { wants, haves: [], prerequisites: [] };
}

/**
 * A bundle as a stream: a header that names every ref, then the pack as the server sends it, each object inflated on
 * another thread meanwhile when an inspection is given, and the whole pack by git when a connectivity check is given (the
 * one thing that touches the disk; its owner closes it). Throws before its end if anything is off, so that an upload of
 * it is never completed.
 */
export function streamBundle(
  server: Pick<GitServer, "fetchPack">,
  advertisement: RefAdvertisement,
  part: Increment,
  inspection?: PackInspection,
  connectivity?: ConnectivityCheck,
): BundleStream {
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
    try {
      yield pass(Buffer.from(formatBundleHeader(advertisement, part.prerequisites), "latin1"));
      // Refs that only moved among known commits need no object: git accepts an empty pack.
      const source = part.wants.length > 0 ? server.fetchPack(part) : emptyPack(advertisement.objectFormat);
      const pack = checkedPack(source, advertisement.objectFormat, (told) => {
        objects = told.objects;
      });
      for await (const chunk of pack) {
        const looked = inspection?.write(chunk);
        // It is awaited below; should the reader stop first, its failure is nobody's news.
        looked?.catch(() => undefined);
        const kept = connectivity?.write(chunk);
        yield pass(chunk);
        await looked;
        await kept;
      }
      const connected = connectivity?.end();
      connected?.catch(() => undefined);
      const inspected = await inspection?.end();
      if (inspected && inspected.objects !== objects)
        throw new WireError("pack", `it has ${inspected.objects} objects and says ${objects}`);
      await connected;
      facts = { sha256: hash.digest("hex"), sizeBytes, objects, largestObjectBytes: inspected?.largestBytes };
    } finally {
      inspection?.close();
    }
  }
  return { stream: stream(), facts: () => facts };
}
