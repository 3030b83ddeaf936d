import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { Principal } from "@/sandbox/shared/principals";
import { ChunkSignatures } from "@/sandbox/shared/sigv4-chunks";
import { decodeAwsChunked } from "./aws-chunked";

describe("unsigned", () => {
  const framed = "5;x=y\r\nhello\r\n6\r\n world\r\n0\r\nx-amz-checksum-crc32:DUoRhQ==\r\n\r\n";

  test("gives the data and the trailer, however the bytes are cut", async () => {
    for (let size = 1; size <= framed.length; size += 1) {
      const trailers = new Map<string, string>();
      expect((await decode(cut(framed, size), trailers)).toString()).toBe("hello world");
      expect(trailers.get("x-amz-checksum-crc32")).toBe("DUoRhQ==");
    }
  });

  test("takes a body that ends without the empty line", async () => {
    expect((await decode(["0\r\n"])).length).toBe(0);
    expect((await decode(["1\r\na\r\n0\r\n"])).toString()).toBe("a");
  });

  test("refuses a body that ends too early or is framed wrongly", async () => {
    await expect(decode(["5\r\nhel"])).rejects.toMatchObject({ code: "IncompleteBody" });
    await expect(decode(["5\r\nhello\r\n"])).rejects.toMatchObject({ code: "IncompleteBody" });
    await expect(decode(["5\r\nhello!\r\n0\r\n\r\n"])).rejects.toMatchObject({ code: "InvalidRequest" });
    await expect(decode(["hello\r\n"])).rejects.toMatchObject({ code: "InvalidRequest" });
    await expect(decode(["-1\r\n\r\n"])).rejects.toMatchObject({ code: "InvalidRequest" });
    await expect(decode(["x".repeat(20_000)])).rejects.toMatchObject({ code: "InvalidRequest" });
  });
});

// The worked example of AWS's documentation ("Transferring payload in multiple chunks"): 65,536 and 1,024 times "a".
describe("signed", () => {
  const SIGNATURES = [
    "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648",
    "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497",
    "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9",
  ];
  const principal: Principal = {
    name: "example",
    accessKeyId: "AKIAIOSFODNN7EXAMPLE",
    secretAccessKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    allow: [],
  };

  const signatures = () =>
    new ChunkSignatures(
      {
        method: "PUT",
        rawPath: "/examplebucket/chunkObject.txt",
        query: new URLSearchParams(),
        headers: {
          "x-amz-date": "20130524T000000Z",
          authorization:
            "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=host," +
            "Signature=4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9",
        },
      },
      principal,
    );
  const body = (first: string) =>
    [first, "a".repeat(1024), ""]
      .map((data, index) => `${data.length.toString(16)};chunk-signature=${SIGNATURES[index]}\r\n${data}\r\n`)
      .join("");

  test("gives the data when each chunk's signature is right", async () => {
    const data = await decode(cut(body("a".repeat(65_536)), 10_000), new Map(), signatures());
    expect(createHash("md5").update(data).digest("hex")).toBe(md5("a".repeat(66_560)));
  });

  test("refuses a chunk that was changed on the way", async () => {
    const changed = decode(cut(body(`b${"a".repeat(65_535)}`), 10_000), new Map(), signatures());
    await expect(changed).rejects.toMatchObject({ code: "SignatureDoesNotMatch" });
  });
});

async function decode(pieces: string[], trailers = new Map<string, string>(), signatures?: ChunkSignatures) {
  async function* source(): AsyncGenerator<Buffer> {
    for (const piece of pieces) yield Buffer.from(piece);
  }
  const data: Buffer[] = [];
  for await (const chunk of decodeAwsChunked(source(), trailers, signatures)) data.push(chunk);
  return Buffer.concat(data);
}

function cut(text: string, size: number): string[] {
  return Array.from({ length: Math.ceil(text.length / size) }, (_, index) =>
    text.slice(index * size, (index + 1) * size),
  );
}

function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}
