import { afterEach, expect, test } from "vitest";
import { InspectionPool } from "./inspection-pool";

const pool = new InspectionPool(1);
afterEach(() => pool.stop());

test("a thread that has died refuses its packs, and nobody waits for it afterwards", async () => {
  const first = pool.open("sha1");
  await pool.stop();
  await expect(first.end()).rejects.toThrow();
  // Another thread answers: that an empty pack is none, or, where sources cannot run as a thread, that it has died too.
  await expect(pool.open("sha1").end()).rejects.toThrow();
});
