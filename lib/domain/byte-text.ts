// Byte strings (one character a byte, as latin1) and the text they are. Git keeps names, messages and files as bytes, and says
// of few of them in which encoding.

/** Control characters (C0, C1), line separators, and the marks and overrides of direction (UAX #9). */
export const STEERING = /[\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** The text, where the bytes are UTF-8. */
export function utf8Of(bytes: string): string | undefined {
  if (!/[^\0-\x7f]/.test(bytes)) return bytes;
  try {
    return decodeURIComponent(bytes.replace(/[%\x80-\xff]/g, (byte) => `%${hex(byte)}`));
  } catch {
    return undefined;
  }
}

/** The bytes of a text in UTF-8. Half a surrogate pair, which JSON can have, is no text. */
export const bytesOf = (text: string): string =>
  encodeURIComponent(text.replace(/\p{Cs}/gu, "\ufffd")).replace(/%([0-9A-F]{2})/g, (_, digits: string) =>
    byteOf(digits),
  );

export const hex = (byte: string): string => byte.charCodeAt(0).toString(16).padStart(2, "0");
export const byteOf = (digits: string): string => String.fromCharCode(Number.parseInt(digits, 16));

/** For people to read: UTF-8 or else Latin-1, and what steers a line as `[U+202E]`. Not to be turned back into bytes. */
export function readable(bytes: string, characters: number): string {
  // Four bytes are the longest character of UTF-8; what is cut through at the end is left out.
  const begun = bytes.slice(0, characters * 4);
  const text = (utf8Of(begun) ?? utf8Of(begun.replace(/[\xc0-\xff][\x80-\xbf]{0,2}$/, "")) ?? begun).slice(
    0,
    characters,
  );
  return text.replace(/\p{Cs}$/u, "").replace(STEERING, named);
}

/** `[U+202E]` */
export const named = (character: string): string =>
  `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}]`;
