import { createHash } from "node:crypto";
import type { ChunkSignatures } from "@/sandbox/shared/sigv4-chunks";
import { S3Error } from "../s3-error";

/**
 * Takes the `aws-chunked` framing off a body: `<size in hex>[;chunk-signature=...]CRLF data CRLF ... 0 CRLF [trailers]`.
 * The SDK sends every stream that way. Fills `trailers` (lower-case names) once the data has been read to the end.
 */
export async function* decodeAwsChunked(
  source: AsyncIterable<Buffer>,
  trailers: Map<string, string>,
  signatures?: ChunkSignatures,
): AsyncGenerator<Buffer> {
  const reader = new Reader(source[Symbol.asyncIterator]());
  for (;;) {
    const { size, signature } = parseChunkHeader(await reader.line());
    const hash = signatures ? createHash("sha256") : undefined;
    for (let left = size; left > 0; ) {
      const data = await reader.take(left);
      left -= data.length;
      hash?.update(data);
      yield data;
    }
    if (hash) signatures?.checkChunk(hash.digest("hex"), signature);
    if (size === 0) break;
    if ((await reader.line()) !== "") throw malformed("a chunk is longer than its header says");
  }
  await readTrailers(reader, trailers, signatures);
}

const LONGEST_LINE = 16 * 1024;

async function readTrailers(reader: Reader, trailers: Map<string, string>, signatures?: ChunkSignatures) {
  let signedLines = "";
  for (let line = await reader.lineOrEnd(); line; line = await reader.lineOrEnd()) {
    const colon = line.indexOf(":");
    if (colon <= 0) throw new S3Error("MalformedTrailerError");
    const name = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    if (name === "x-amz-trailer-signature") signatures?.checkTrailer(signedLines, value);
    else signedLines += `${name}:${value}\n`;
    trailers.set(name, value);
  }
  if (signatures && signedLines && !trailers.has("x-amz-trailer-signature")) {
    throw new S3Error("MalformedTrailerError", { message: "The trailer of a signed body must be signed." });
  }
}

function parseChunkHeader(line: string): { size: number; signature: string } {
  const [digits = "", ...extensions] = line.split(";");
  if (!/^[0-9a-f]{1,12}$/i.test(digits.trim())) throw malformed("a chunk does not begin with its size in hexadecimal");
  const signature = extensions.find((each) => each.trim().startsWith("chunk-signature="));
  return { size: Number.parseInt(digits, 16), signature: signature?.trim().slice("chunk-signature=".length) ?? "" };
}

/** Cuts a stream of buffers into lines and runs of bytes without ever joining the bytes of the data. */
class Reader {
  private readonly source: AsyncIterator<Buffer>;
  private buffer: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterator<Buffer>) {
    this.source = source;
  }

  async line(): Promise<string> {
    const line = await this.lineOrEnd();
    if (line === undefined) throw new S3Error("IncompleteBody");
    return line;
  }

  /** Undefined when the stream ends before the line does. */
  async lineOrEnd(): Promise<string | undefined> {
    for (;;) {
      const end = this.buffer.indexOf("\r\n");
      if (end >= 0) {
        const line = this.buffer.subarray(0, end).toString("latin1");
        this.buffer = this.buffer.subarray(end + 2);
        return line;
      }
      if (this.buffer.length > LONGEST_LINE) throw malformed("a line of the framing has no end");
      const next = await this.source.next();
      if (next.done) return undefined;
      this.buffer = this.buffer.length === 0 ? next.value : Buffer.concat([this.buffer, next.value]);
    }
  }

  /** At least one byte, at most `limit`. */
  async take(limit: number): Promise<Buffer> {
    while (this.buffer.length === 0) {
      const next = await this.source.next();
      if (next.done) throw new S3Error("IncompleteBody");
      this.buffer = next.value;
    }
    const taken = this.buffer.subarray(0, limit);
    this.buffer = this.buffer.subarray(taken.length);
    return taken;
  }
}

function malformed(what: string): S3Error {
  return new S3Error("InvalidRequest", { message: `The body is not valid aws-chunked: ${what}.` });
}
