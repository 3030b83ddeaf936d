import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { tokenId } from "./token-id-schema";
import { idOfToken, newTokenId, SECRET_BYTES, tokenText } from "./token-text";

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const id = tokenId.parse("abcdef012345");
const token = tokenText(id, createHash("sha256").update("a").digest());

test("a token is what scanners look for: prefix, id, 43 letters of secret, six of checksum", () => {
  expect(token).toMatch(/^hf_abcdef012345_[0-9A-Za-z]{49}$/);
  fc.assert(
    fc.property(bytes(12), bytes(SECRET_BYTES), (some, secret) => {
      const id = newTokenId(some);
      expect(idOfToken(tokenText(id, secret))).toBe(id);
    }),
  );
});

test("the checksum is CRC-32 of all before it, as anybody can count it", () => {
  const letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  const number = [...token.slice(-6)].reduce((sum, letter) => sum * 62 + letters.indexOf(letter), 0);
  expect(number).toBe(crc32(token.slice(0, -6)));
});

test("two secrets are two tokens: none of the 256 bits is lost", () => {
  const first = new Uint8Array(SECRET_BYTES);
  const texts = new Set<string>([tokenText(id, first)]);
  for (let bit = 0; bit < SECRET_BYTES * 8; bit++) {
    const other = Uint8Array.from(first);
    other[bit >> 3] = 1 << (bit & 7);
    texts.add(tokenText(id, other));
  }
  expect(texts.size).toBe(SECRET_BYTES * 8 + 1);
  expect(tokenText(id, new Uint8Array(SECRET_BYTES).fill(255))).toHaveLength(token.length);
});

test("one letter that is another, missing or too many is known by itself", () => {
  const letters = "09azAZ_";
  for (let at = 0; at < token.length; at++) {
    for (const letter of letters)
      if (letter !== token[at]) expect(idOfToken(token.slice(0, at) + letter + token.slice(at + 1))).toBeUndefined();
    expect(idOfToken(token.slice(0, at) + token.slice(at + 1))).toBeUndefined();
    expect(idOfToken(`${token.slice(0, at)}7${token.slice(at)}`)).toBeUndefined();
  }
});

test.each([
  "",
  "hf_",
  " ",
  `${token}\n`,
  ` ${token}`,
  `${token}${token}`,
  token.toUpperCase(),
  "ghp_0123456789",
  "hf_../../x_1",
])("what is no token is none: %j", (text) => expect(idOfToken(text)).toBeUndefined());

test("nothing that anybody sends is an error", () => {
  fc.assert(fc.property(fc.string(), (text) => idOfToken(text) === undefined));
});
