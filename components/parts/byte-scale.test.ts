import { expect, test } from "vitest";
import { byteScale } from "./byte-scale";

test.each([
  [0, "B"],
  [1023, "B"],
  [1024, "KiB"],
  [5 * 1024 ** 3, "GiB"],
])("an axis up to %i bytes is drawn in %s", (most, name) => {
  expect(byteScale(most).name).toBe(name);
});
