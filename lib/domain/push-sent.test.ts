import { expect, test } from "vitest";
import { readPushWords } from "./push-sent";

// As git 2.43 prints them; each line is drawn over the one before.
const BEGINNING =
  "Enumerating objects: 1893, done.\nCounting objects: 100% (1893/1893), done.\nDelta compression using up to 4 threads\nCompressing objects:  50% (300/600)\r";
const WRITING =
  "Writing objects:   4% (80/1893)\rWriting objects:  12% (228/1893), 3.02 MiB | 1.50 MiB/s\rWriting objects:  45% (852/1893), 11.21 MiB | 2.80 MiB/s\r";
const END =
  "Writing objects: 100% (1893/1893), 12.34 MiB | 3.00 MiB/s, done.\nTotal 1893 (delta 700), reused 1893 (delta 700), pack-reused 0\n";

test("before git writes it tells nothing of bytes", () => {
  expect(readPushWords(BEGINNING)).toBeUndefined();
  expect(readPushWords("Writing objects:   4% (80/1893)\r")).toBeUndefined();
});

test("the newest of several words counts", () => {
  expect(readPushWords(BEGINNING + WRITING)).toEqual({ bytes: Math.round(11.21 * 1024 ** 2), unpacking: false });
});

test.each([
  ["320 bytes | 320.00 KiB/s", 320],
  ["9.50 KiB | 2.00 MiB/s", 9728],
  ["1.50 GiB | 90.00 MiB/s", 1.5 * 1024 ** 3],
])("bytes in git's units: %s", (text, bytes) => {
  expect(readPushWords(`Writing objects:  50% (2/4), ${text}\r`)).toEqual({ bytes, unpacking: false });
});

test("when all is written, or the server speaks of what it does with it, all is sent", () => {
  expect(readPushWords(WRITING + END)).toEqual({ bytes: Math.round(12.34 * 1024 ** 2), unpacking: true });
  expect(readPushWords("remote: Resolving deltas:  45% (315/700)\r")).toEqual({ bytes: undefined, unpacking: true });
});

test("a word cut in the middle is no word", () => {
  expect(readPushWords("Writing objects:  45% (852/18")).toBeUndefined();
  expect(readPushWords("remote: Writing objects:  45% (1/2), 3.00 MiB | 1 MiB/s\r")).toBeUndefined();
  expect(readPushWords("remote: You may want to look at this\n")).toBeUndefined();
});
