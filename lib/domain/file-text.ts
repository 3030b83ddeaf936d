// A file of a repository as lines to be read. What it may do to whoever reads it is taken from it: text that turns around or
// steers a terminal is shown as what it is (a line of code may else look like another one, CVE-2021-42574).
import { named, STEERING, utf8Of } from "./byte-text";

export type FileText =
  | { kind: "binary" }
  | {
      kind: "text";
      lines: string[];
      encoding: "UTF-8" | "Latin-1";
      /** Characters that are shown as `[U+202E]`. */
      marked: number;
      /** Lines there are in all, when not all of them are here. */
      of?: number;
    };

/** More of them make a browser slow. */
export const MOST_LINES = 10_000;
/** A file with more is not read for a page. */
export const MOST_TEXT_BYTES = 512 * 1024;

/** `bytes`: the whole file. With a NUL in it, it is binary: git itself looks for one. */
export function fileText(bytes: string): FileText {
  if (bytes.includes("\0")) return { kind: "binary" };
  const utf8 = utf8Of(bytes.replace(/^\xef\xbb\xbf/, ""));
  let marked = 0;
  const text = (utf8 ?? bytes).replace(/\r\n/g, "\n").replace(STEERING, (character) => {
    if (character === "\n" || character === "\t") return character;
    marked += 1;
    return named(character);
  });
  const lines = text.split("\n");
  // The end of the last line begins no other.
  if (lines.at(-1) === "") lines.pop();
  const more = lines.length > MOST_LINES ? { of: lines.length } : {};
  return {
    kind: "text",
    lines: lines.slice(0, MOST_LINES),
    encoding: utf8 === undefined ? "Latin-1" : "UTF-8",
    marked,
    ...more,
  };
}

/** Of a file that Git LFS keeps elsewhere, the repository has this note alone. */
export const isLfsPointer = (lines: readonly string[]): boolean =>
  lines[0] === "version https://git-lfs.github.com/spec/v1" && lines.length < 10;
