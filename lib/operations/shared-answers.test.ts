import { beforeEach, expect, test } from "vitest";
import { SharedAnswers } from "./shared-answers";

let time: number;
let made: number;
const make = async () => ++made;
beforeEach(() => {
  time = 0;
  made = 0;
});
const keeping = (ms: number) => new SharedAnswers(ms, () => time);

test("all who ask at once get one answer, and so do those who ask a little later", async () => {
  const shared = keeping(1000);
  expect(await Promise.all([1, 2, 3].map(() => shared.get("a", make)))).toEqual([1, 1, 1]);
  time = 999;
  expect(await shared.get("a", make)).toBe(1);
  time = 1000;
  expect(await shared.get("a", make)).toBe(2);
  expect(await shared.get("b", make)).toBe(3);
});

test("its age counts from when it was asked for, however long it took", async () => {
  const shared = keeping(1000);
  const slow = shared.get("a", async () => {
    time = 5000;
    return make();
  });
  expect(await Promise.all([slow, shared.get("a", make)])).toEqual([1, 1]);
  expect(await shared.get("a", make)).toBe(2);
});

test("a failure is told to those who wait for it, and to nobody after", async () => {
  const shared = keeping(1000);
  const failing = () => shared.get("a", () => Promise.reject(new Error("no")));
  expect(await Promise.allSettled([failing(), failing()])).toMatchObject([
    { status: "rejected" },
    { status: "rejected" },
  ]);
  expect(await shared.get("a", make)).toBe(1);
});

test("what was done makes all of them be made again, also one that is on its way", async () => {
  const shared = keeping(1000);
  const before = shared.get("a", make);
  shared.forget();
  expect(await shared.get("a", make)).toBe(2);
  expect(await before).toBe(1);
  expect(await shared.get("a", make)).toBe(2);
});
