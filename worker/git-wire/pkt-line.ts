// Git's framing (gitprotocol-common(5)): four hexadecimal digits of length, themselves included, then the payload.

/** Longest line git accepts, the four length digits included. */
export const MAX_PKT_BYTES = 65_520;

export const FLUSH = Buffer.from("0000");
export const DELIMITER = Buffer.from("0001");

/** One line. `payload` is a byte string (latin1) or bytes. */
export function pktLine(payload: string | Buffer): Buffer {
  const bytes = typeof payload === "string" ? Buffer.from(payload, "latin1") : payload;
  const length = bytes.length + 4;
  if (length > MAX_PKT_BYTES) throw new RangeError(`a pkt-line of ${length} bytes is longer than git allows`);
  return Buffer.concat([Buffer.from(length.toString(16).padStart(4, "0")), bytes]);
}
