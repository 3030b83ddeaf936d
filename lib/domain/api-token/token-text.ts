// What a token looks like: `hf_<id>_<secret><checksum>`. The prefix is for secret scanners, the id for whoever looks a token up,
// the checksum for whoever pastes one: a token that lost a letter is known without asking anybody, and a scanner that finds
// something like it knows whether it is one.
import type { z } from "zod";
import { follows, type TextRule } from "../text-rule";

export const TOKEN_PREFIX = "hf_";

/** Names a token without opening anything: it stands in lists, in the audit trail and in keys. */
export type TokenId = string & z.$brand<"TokenId">;
export const TOKEN_ID: TextRule = { form: /^[a-z0-9]{12}$/, wrong: "must be twelve of a-z0-9" };
export const asTokenId = (text: unknown): TokenId | undefined =>
  follows(TOKEN_ID, text) ? (text as TokenId) : undefined;

/** 256 bits. */
export const SECRET_BYTES = 32;
/** So many letters of 62 hold 256 bits, and so many 32. */
const SECRET_LETTERS = 43;
const CHECK_LETTERS = 6;

const LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const FORM = new RegExp(
  `^${TOKEN_PREFIX}([a-z0-9]{12})_([0-9A-Za-z]{${SECRET_LETTERS}})([0-9A-Za-z]{${CHECK_LETTERS}})$`,
);

/** `random` are SECRET_BYTES bytes from the caller's generator. */
export function tokenText(id: TokenId, random: Uint8Array): string {
  const body = `${TOKEN_PREFIX}${id}_${inLetters(numberOf(random), SECRET_LETTERS)}`;
  return body + checksum(body);
}

/** Whose token a text is, going by its form and checksum alone; undefined for what is none. */
export function idOfToken(text: string): TokenId | undefined {
  const [, id, , check] = FORM.exec(text) ?? [];
  if (check === undefined || checksum(text.slice(0, -CHECK_LETTERS)) !== check) return undefined;
  return asTokenId(id);
}

/** Twelve letters of an id: `random` are as many bytes or more. Of 62 bits' worth some are lost, and nobody guesses ids anyway. */
export function newTokenId(random: Uint8Array): TokenId {
  const id = asTokenId(
    Array.from(random.slice(0, 12), (byte) => LETTERS_OF_IDS[byte % LETTERS_OF_IDS.length]).join(""),
  );
  if (!id) throw new TypeError("an id takes twelve random bytes");
  return id;
}
const LETTERS_OF_IDS = "abcdefghijklmnopqrstuvwxyz0123456789";

const checksum = (text: string) => inLetters(BigInt(crc32(text)), CHECK_LETTERS);

const numberOf = (bytes: Uint8Array) => bytes.reduce((number, byte) => number * 256n + BigInt(byte), 0n);

function inLetters(number: bigint, length: number): string {
  let text = "";
  for (let rest = number; text.length < length; rest /= 62n) text = LETTERS[Number(rest % 62n)] + text;
  return text;
}

/** CRC-32 as in gzip (RFC 1952, 8), of a text of ASCII. */
function crc32(text: string): number {
  let crc = 0xffffffff;
  for (const letter of text) {
    crc ^= letter.charCodeAt(0);
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
