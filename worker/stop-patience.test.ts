import { expect, test } from "vitest";
import { inTime } from "./stop-patience";

const never = () => new Promise<never>(() => undefined);
const reason = new Error("told to stop");

test("work that ends is what it was, stopped or not, and leaves no listener behind", async () => {
  const controller = new AbortController();
  const stopping = { signal: controller.signal, patienceMs: 10_000 };
  expect(await inTime(Promise.resolve(1), stopping)).toBe(1);
  await expect(inTime(Promise.reject(new Error("its own")), stopping)).rejects.toThrow("its own");
  controller.abort(reason);
  expect(await inTime(Promise.resolve(2), stopping)).toBe(2);
});

test("work that hangs is waited for as long as nobody says stop", async () => {
  const { signal } = new AbortController();
  const hanging = inTime(never(), { signal, patienceMs: 1 });
  const first = await Promise.race([hanging, new Promise((resolve) => setTimeout(() => resolve("waiting"), 50))]);
  expect(first).toBe("waiting");
});

test.each(["before", "after"])("work that hangs is left behind when the stop came %s it began", async (when) => {
  const controller = new AbortController();
  if (when === "before") controller.abort(reason);
  const hanging = inTime(never(), { signal: controller.signal, patienceMs: 20 });
  controller.abort(reason);
  await expect(hanging).rejects.toBe(reason);
});
