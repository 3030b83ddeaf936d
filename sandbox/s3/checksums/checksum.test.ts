import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { CHECKSUM_ALGORITHMS, type ChecksumAlgorithm, combineParts, createHasher } from "./checksum";

// The check values of the catalogue of parametrised CRC algorithms: the CRC of "123456789".
const CHECK_VALUES: Partial<Record<ChecksumAlgorithm, string>> = {
  CRC32: "cbf43926",
  CRC32C: "e3069283",
  CRC64NVME: "ae8b14860a799888",
};

describe.each(CHECKSUM_ALGORITHMS)("%s", (algorithm) => {
  test("does not depend on how the bytes are cut into chunks", () => {
    const bytes = randomBytes(10_007);
    const inPieces = createHasher(algorithm);
    for (let at = 0, size = 1; at < bytes.length; at += size, size = (size * 7) % 101) {
      inPieces.update(bytes.subarray(at, at + size));
    }
    expect(inPieces.digest()).toBe(checksumOf(algorithm, bytes));
  });

  const check = CHECK_VALUES[algorithm];
  if (!check) return;

  test("has the published check value", () => {
    expect(Buffer.from(checksumOf(algorithm, Buffer.from("123456789")), "base64").toString("hex")).toBe(check);
  });

  test("combines parts of any sizes to the checksum of the whole", () => {
    const bytes = randomBytes(50_000);
    const cuts = [0, 1, 17, 4096, 4097, 40_000, 40_000, 50_000];
    const parts = cuts.slice(1).map((end, index) => {
      const part = bytes.subarray(cuts[index], end);
      return { size: part.length, checksum: checksumOf(algorithm, part) };
    });
    expect(combineParts(algorithm, "FULL_OBJECT", parts).value).toBe(checksumOf(algorithm, bytes));
  });
});

test("a composite checksum is that of the parts' checksums, with their number", () => {
  const parts = ["a", "b"].map((text) => ({ size: 1, checksum: checksumOf("SHA256", Buffer.from(text)) }));
  const joined = Buffer.concat(parts.map((part) => Buffer.from(part.checksum, "base64")));
  expect(combineParts("SHA256", "COMPOSITE", parts).value).toBe(`${checksumOf("SHA256", joined)}-2`);
});

function checksumOf(algorithm: ChecksumAlgorithm, bytes: Uint8Array): string {
  const hasher = createHasher(algorithm);
  hasher.update(bytes);
  return hasher.digest();
}
