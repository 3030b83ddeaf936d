import { describe, expect, test } from "vitest";
import { breaksOf, type StoredEntry } from "./audit-chain";
import { auditEntry } from "./audit-entry-schema";

const hex = (number: number) => number.toString(16).padStart(64, "0");

/** Entry `number`, whose object hashes to `hex(number)`, written after `hex(previous)`. */
const stored = (number: number, previous: number): StoredEntry => ({
  key: `audit/2026-04-16/00000${number}.json`,
  hash: hex(number),
  entry: auditEntry.parse({
    ...{ version: 1, number, previous: previous === 0 ? undefined : hex(previous), at: "2026-04-16T02:00:00.000Z" },
    ...{ request: "r", phase: "event", action: "sign in", actor: { kind: "person", id: 7, login: "vera" } },
  }),
});
const keys = (...args: Parameters<typeof breaksOf>) => breaksOf(...args).map(({ key }) => key.slice(-6, -5));

describe("the audit trail", () => {
  const day = [stored(1, 0), stored(2, 1), stored(3, 2)];

  test("is whole when each entry names the one before and no number is missing", () => {
    expect(keys(day, undefined)).toEqual([]);
    expect(keys([], day)).toEqual([]);
  });

  test("shows an entry that was taken away from the middle, and from the beginning", () => {
    expect(keys([stored(1, 0), stored(3, 2)], undefined)).toEqual(["3"]);
    expect(keys([stored(2, 1), stored(3, 2)], undefined)).toEqual(["2"]);
  });

  test("shows an entry that was changed by the one after it", () => {
    expect(keys([stored(1, 0), { ...stored(2, 1), hash: hex(99) }, stored(3, 2)], undefined)).toEqual(["3"]);
  });

  test("shows what is no entry, and goes on behind it", () => {
    expect(
      keys([stored(1, 0), { key: "audit/2026-04-16/000002.json", hash: hex(2) }, stored(3, 2)], undefined),
    ).toEqual(["2"]);
  });

  test("a day goes on from any entry of the day before: a clock may run behind", () => {
    const before = [stored(8, 7), stored(9, 8)];
    for (const last of [8, 9]) expect(keys([stored(1, last)], before)).toEqual([]);
    expect(keys([stored(1, 10)], before)).toEqual(["1"]);
    expect(keys([stored(1, 0)], before)).toEqual(["1"]);
    // The whole day before is gone, and there is none before that.
    expect(keys([stored(1, 9)], undefined)).toEqual(["1"]);
  });
});
