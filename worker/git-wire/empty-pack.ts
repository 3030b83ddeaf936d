import { createHash } from "node:crypto";

/** A pack of no objects: header and checksum. */
export async function* emptyPack(objectFormat: "sha1" | "sha256"): AsyncGenerator<Buffer> {
  const head = Buffer.from("PACK\0\0\0\x02\0\0\0\0", "latin1");
  yield Buffer.concat([head, createHash(objectFormat).update(head).digest()]);
}
