import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { ChunkSignatures } from "@/sandbox/shared/sigv4-chunks";
import { type ChecksumAlgorithm, createHasher, type Hasher } from "../checksums/checksum";
import { S3Error } from "../s3-error";
import { decodeAwsChunked } from "./aws-chunked";
import { claimedChecksum } from "./claimed-checksum";

/** What the server knows of a body once it has seen all of it, all claims about it having proved true. */
export interface ReceivedBody {
  size: number;
  md5: Buffer;
  /** The algorithms asked for, and the one the client had claimed. Base64. */
  checksums: ReadonlyMap<ChecksumAlgorithm, string>;
  /** The algorithm of the checksum that the client sent. */
  claimed: ChecksumAlgorithm | undefined;
}

/**
 * The body of one request, read once and in constant memory. Size, Content-MD5, x-amz-content-sha256, chunk signatures
 * and checksums (header or trailer) are verified; `receive` rejects with S3's error when one is wrong, or with the
 * connection's when the client leaves, and then nothing of what was written may be kept.
 */
export class RequestBody {
  private readonly request: IncomingMessage;
  private readonly response: ServerResponse;
  private readonly headers: ReadonlyMap<string, string>;
  private readonly signatures: ChunkSignatures | undefined;

  /** `headers` are the request's, with those a presigned URL carries in its query. */
  constructor(
    request: IncomingMessage,
    response: ServerResponse,
    headers: ReadonlyMap<string, string>,
    signatures: ChunkSignatures | undefined,
  ) {
    this.request = request;
    this.response = response;
    this.headers = headers;
    this.signatures = signatures;
  }

  async receive(
    algorithms: Iterable<ChecksumAlgorithm>,
    write: (chunk: Buffer) => Promise<void> | void,
  ): Promise<ReceivedBody> {
    const claim = claimedChecksum(this.headers);
    const expectedSize = this.expectedSize();
    const contentSha256 = this.headers.get("x-amz-content-sha256") ?? "";
    const sha256 = /^[0-9a-f]{64}$/.test(contentSha256) ? createHash("sha256") : undefined;
    const md5 = createHash("md5");
    const hashers = new Map<ChecksumAlgorithm, Hasher>();
    for (const each of algorithms) hashers.set(each, createHasher(each));
    if (claim && !hashers.has(claim.algorithm)) hashers.set(claim.algorithm, createHasher(claim.algorithm));

    const trailers = new Map<string, string>();
    let size = 0;
    for await (const chunk of this.data(trailers)) {
      size += chunk.length;
      md5.update(chunk);
      sha256?.update(chunk);
      for (const hasher of hashers.values()) hasher.update(chunk);
      await write(chunk);
    }

    if (expectedSize !== undefined && size !== expectedSize) throw new S3Error("IncompleteBody");
    const digest = md5.digest();
    checkContentMd5(this.headers.get("content-md5"), digest);
    if (sha256 && sha256.digest("hex") !== contentSha256) throw new S3Error("XAmzContentSHA256Mismatch");
    const checksums = new Map([...hashers].map(([algorithm, hasher]) => [algorithm, hasher.digest()]));
    if (claim) {
      const claimed = claim.value ?? trailers.get(`x-amz-checksum-${claim.algorithm.toLowerCase()}`);
      checkChecksum(claim.algorithm, claimed, checksums.get(claim.algorithm));
    }
    return { size, md5: digest, checksums, claimed: claim?.algorithm };
  }

  /** The whole body, for the small documents of the API. */
  async collect(limit: number): Promise<Buffer> {
    const chunks: Buffer[] = [];
    let size = 0;
    await this.receive([], (chunk) => {
      size += chunk.length;
      if (size > limit) throw new S3Error("MalformedXML", { message: `The document is larger than ${limit} bytes.` });
      chunks.push(chunk);
    });
    return Buffer.concat(chunks);
  }

  private data(trailers: Map<string, string>): AsyncIterable<Buffer> {
    // Only now: a client that waits for "100 Continue" has not sent the body of a request that was refused before.
    if (/100-continue/i.test(this.request.headers.expect ?? "")) this.response.writeContinue();
    // Not destroyed when reading stops early: the answer still has to go out on the same connection.
    const source: AsyncIterable<Buffer> = this.request.iterator({ destroyOnReturn: false });
    return this.isAwsChunked ? decodeAwsChunked(source, trailers, this.signatures) : source;
  }

  private get isAwsChunked(): boolean {
    return (
      /\baws-chunked\b/.test(this.headers.get("content-encoding") ?? "") ||
      (this.headers.get("x-amz-content-sha256") ?? "").startsWith("STREAMING-")
    );
  }

  private expectedSize(): number | undefined {
    const text = this.headers.get(this.isAwsChunked ? "x-amz-decoded-content-length" : "content-length");
    if (text === undefined) {
      if (this.isAwsChunked) throw new S3Error("MissingContentLength");
      if (!this.headers.has("transfer-encoding")) return undefined;
      throw new S3Error("NotImplemented", { details: { Header: "Transfer-Encoding" } });
    }
    if (!/^\d+$/.test(text)) throw new S3Error("InvalidArgument", { message: "The length must be a number of bytes." });
    return Number(text);
  }
}

function checkContentMd5(claimed: string | undefined, digest: Buffer): void {
  if (claimed === undefined) return;
  if (Buffer.from(claimed, "base64").length !== 16) throw new S3Error("InvalidDigest");
  if (claimed === digest.toString("base64")) return;
  throw new S3Error("BadDigest", {
    details: { ExpectedDigest: claimed, CalculatedDigest: digest.toString("base64") },
  });
}

function checkChecksum(algorithm: ChecksumAlgorithm, claimed: string | undefined, computed: string | undefined): void {
  if (claimed === undefined) {
    throw new S3Error("MalformedTrailerError", {
      message: `The trailer x-amz-checksum-${algorithm.toLowerCase()} was announced and did not come.`,
    });
  }
  if (claimed === computed) return;
  throw new S3Error("BadDigest", { message: `The ${algorithm} you specified did not match the calculated checksum.` });
}
