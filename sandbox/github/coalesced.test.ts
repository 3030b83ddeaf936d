import { describe, expect, it } from "vitest";
import { coalesced } from "./coalesced";

describe("a coalesced function", () => {
  it("runs once for all calls made while it is busy, and each call sees what was changed before it", async () => {
    let value = 0;
    const seen: number[] = [];
    const run = coalesced(async () => {
      seen.push(value);
      await new Promise((resolve) => setTimeout(resolve, 5));
    });
    const first = run();
    await Promise.resolve();
    value = 1;
    const later = [run(), run(), run()];
    await Promise.all([first, ...later]);
    expect(seen).toEqual([0, 1]);
  });

  it("tells those who asked for a run of its error, and only them", async () => {
    let fails = true;
    const run = coalesced(async () => {
      if (fails) throw new Error("no space left");
    });
    await expect(run()).rejects.toThrow("no space left");
    fails = false;
    await expect(run()).resolves.toBeUndefined();
  });
});
