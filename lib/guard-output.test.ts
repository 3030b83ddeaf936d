import { expect, test } from "vitest";
import { guardOutput } from "./guard-output";

function guarded(known: (string | undefined)[] = []) {
  const written: unknown[][] = [];
  const stream = {
    write: (...given: unknown[]) => {
      written.push(given);
      return true;
    },
  };
  guardOutput([stream], known);
  return { written, write: stream.write as (...given: unknown[]) => boolean };
}

const TOKEN = "ghs_16C7e42F292c6912E7710c838347Ae178B4a";

test("whoever writes to a guarded stream, in text or in bytes, a token does not get out", () => {
  const { written, write } = guarded();
  const done = () => undefined;
  expect(write(`a ${TOKEN}\n`, done)).toBe(true);
  write(Buffer.from(`b ${TOKEN} ü\n`), "utf8", done);
  expect(written).toEqual([
    ["a [removed]\n", done],
    ["b [removed] ü\n", "utf8", done],
  ]);
});

test("a secret that looks like nothing does not get out either, as it is and as JSON writes it", () => {
  const secret = 'pass"word\\one';
  const { written, write } = guarded([secret, undefined, ""]);
  write(`${secret} ${JSON.stringify({ secret })}\n`);
  expect(written).toEqual([['[removed] {"secret":"[removed]"}\n']]);
});
