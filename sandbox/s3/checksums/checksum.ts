import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { CrcCombiner } from "./crc-combine";
import { crc32c } from "./crc32c";
import { CRC64_NVME_REFLECTED, Crc64Nvme } from "./crc64-nvme";

/** The checksum algorithms of S3 that the stand-in computes. */
export const CHECKSUM_ALGORITHMS = ["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"] as const;
export type ChecksumAlgorithm = (typeof CHECKSUM_ALGORITHMS)[number];

/** COMPOSITE: a checksum of the parts' checksums, written with `-<number of parts>`. */
export type ChecksumType = "FULL_OBJECT" | "COMPOSITE";

export interface Checksum {
  algorithm: ChecksumAlgorithm;
  type: ChecksumType;
  /** Base64, as it stands in headers. */
  value: string;
}

export interface Hasher {
  update(chunk: Uint8Array): void;
  /** Base64. To be called once. */
  digest(): string;
}

/** The member of the SDK's inputs and outputs that holds a checksum of this algorithm. */
export function checksumMember<A extends ChecksumAlgorithm>(algorithm: A): `Checksum${A}` {
  return `Checksum${algorithm}`;
}

export function isChecksumAlgorithm(text: string): text is ChecksumAlgorithm {
  return (CHECKSUM_ALGORITHMS as readonly string[]).includes(text);
}

export function createHasher(algorithm: ChecksumAlgorithm): Hasher {
  switch (algorithm) {
    case "CRC32":
      return crcHasher(crc32);
    case "CRC32C":
      return crcHasher(crc32c);
    case "CRC64NVME": {
      const crc = new Crc64Nvme();
      return { update: (chunk) => crc.update(chunk), digest: () => crc.digest().toString("base64") };
    }
    case "SHA1":
    case "SHA256": {
      const hash = createHash(algorithm.toLowerCase());
      return { update: (chunk) => void hash.update(chunk), digest: () => hash.digest("base64") };
    }
  }
}

/** Which type S3 gives a multipart upload that names only the algorithm. */
export const DEFAULT_MULTIPART_TYPE: Record<ChecksumAlgorithm, ChecksumType> = {
  CRC32: "COMPOSITE",
  CRC32C: "COMPOSITE",
  CRC64NVME: "FULL_OBJECT",
  SHA1: "COMPOSITE",
  SHA256: "COMPOSITE",
};

/** CRC64NVME has no composite form, a SHA cannot be combined from the parts'. */
export function multipartTypeIsPossible(algorithm: ChecksumAlgorithm, type: ChecksumType): boolean {
  return type === "FULL_OBJECT" ? algorithm in COMBINERS : algorithm !== "CRC64NVME";
}

/** The checksum of a completed multipart upload from the checksums of its parts, in order. */
export function combineParts(
  algorithm: ChecksumAlgorithm,
  type: ChecksumType,
  parts: readonly { size: number; checksum: string }[],
): Checksum {
  if (type === "COMPOSITE") {
    const hasher = createHasher(algorithm);
    for (const part of parts) hasher.update(Buffer.from(part.checksum, "base64"));
    return { algorithm, type, value: `${hasher.digest()}-${parts.length}` };
  }
  const combiner = COMBINERS[algorithm];
  if (!combiner)
    throw new Error(`a ${algorithm} over the whole object cannot be combined from its parts; use COMPOSITE`);
  const [first, ...rest] = parts;
  let crc = toInteger(first?.checksum ?? createHasher(algorithm).digest());
  for (const part of rest) crc = combiner.combine(crc, toInteger(part.checksum), part.size);
  const digits = algorithm === "CRC64NVME" ? 16 : 8;
  return { algorithm, type, value: Buffer.from(crc.toString(16).padStart(digits, "0"), "hex").toString("base64") };
}

const COMBINERS: Partial<Record<ChecksumAlgorithm, CrcCombiner>> = {
  CRC32: new CrcCombiner(32, 0xedb88320n),
  CRC32C: new CrcCombiner(32, 0x82f63b78n),
  CRC64NVME: new CrcCombiner(64, CRC64_NVME_REFLECTED),
};

function toInteger(base64: string): bigint {
  return BigInt(`0x${Buffer.from(base64, "base64").toString("hex")}`);
}

function crcHasher(update: (chunk: Uint8Array, previous: number) => number): Hasher {
  let crc = 0;
  return {
    update: (chunk) => {
      crc = update(chunk, crc);
    },
    digest: () => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(crc);
      return bytes.toString("base64");
    },
  };
}
