// Finds secrets in bytes, in every form a program writes them: as they are, cut off, encoded for an address, in JSON, in base64 at any
// place, in hexadecimal digits. One pass, however many secrets.
import type { Secrets } from "./wiretap";

/** Long enough to be no accident, short enough that a token that lost its end is found by its beginning. */
const PIECE = 20;

export class SecretSearch {
  /** By the first four bytes of a piece. */
  private readonly pieces = new Map<number, { name: string; bytes: Buffer }[]>();

  constructor(secrets: Secrets) {
    for (const [name, secret] of secrets)
      for (const piece of formsOf(secret)) {
        const bytes = Buffer.from(piece, "latin1");
        const first = bytes.readUInt32LE(0);
        this.pieces.set(first, [...(this.pieces.get(first) ?? []), { name, bytes }]);
      }
  }

  /** The names of the secrets that are in there. */
  in(bytes: Buffer): string[] {
    const found = new Set<string>();
    for (let at = 0; at + 4 <= bytes.length; at++)
      for (const piece of this.pieces.get(bytes.readUInt32LE(at)) ?? [])
        if (bytes.subarray(at, at + piece.bytes.length).equals(piece.bytes)) found.add(piece.name);
    return [...found];
  }
}

/** What is looked for of a secret. A PEM is looked for line by line, for so it is printed. */
function formsOf(secret: string): string[] {
  const lines = secret.split("\n").filter((line) => line !== "" && !line.startsWith("-----"));
  return lines.flatMap((line) => {
    const pieces = [
      ...new Set(
        piecesOf(line).flatMap((piece) => [piece, encodeURIComponent(piece), JSON.stringify(piece).slice(1, -1)]),
      ),
    ];
    const hex = Buffer.from(line).toString("hex");
    return [...pieces, ...base64Of(line), ...piecesOf(hex)];
  });
}

/** Beginning, middle and end: the beginning behind what every token of the kind begins with. */
function piecesOf(text: string): string[] {
  if (text.length <= PIECE) return [text];
  const middle = Math.floor((text.length - PIECE) / 2);
  return [text.slice(0, 2 * PIECE), text.slice(middle, middle + PIECE), text.slice(-PIECE)];
}

/** Without the letters at both ends that are made of what stands around it. */
function base64Of(text: string): string[] {
  return [0, 1, 2].flatMap((before) => {
    const letters = Buffer.from("x".repeat(before) + text)
      .toString("base64")
      .replace(/=+$/, "");
    const inner = letters.slice(before === 0 ? 0 : before + 1, -2);
    return piecesOf(inner).flatMap((piece) => [piece, piece.replaceAll("+", "-").replaceAll("/", "_")]);
  });
}
