import { describe, expect, test } from "vitest";
import { type LogLevel, logEntry, logText, matchesLog } from "./log-line";

const at = "2026-11-21T02:00:00.000Z";

describe("a line of the log", () => {
  test("of the worker shows its message and hint, with its own time and level", () => {
    const message = JSON.stringify({
      time: "2026-11-21T01:59:59.000Z",
      level: "error",
      event: "x",
      message: "it broke",
      hint: "Mend it.",
    });
    expect(logEntry({ at, message })).toEqual({
      at: "2026-11-21T01:59:59.000Z",
      level: "error",
      text: "it broke\nMend it.",
    });
  });
  test.each(["Segmentation fault", "{ not json", "[1]", '{"no":"message"}', '{"message":{"toString":1}}'])(
    "that is not the worker's stays as it is: %s",
    (message) => {
      expect(logEntry({ at, message })).toEqual({ at, level: "info", text: message });
    },
  );
});

test("a downloaded line has its time, its level where it is not the usual one, and its hint below", () => {
  expect(logText({ at, level: "info", text: "captured acme/web" })).toBe(`${at} captured acme/web\n`);
  expect(logText({ at, level: "error", text: "it broke\nMend it." })).toBe(`${at} ERROR it broke\n    Mend it.\n`);
});

test.each<[string, LogLevel, boolean]>([
  ["", "info", true],
  ["BROKE", "warn", true],
  ["broke", "error", false],
  ["whole", "info", false],
])("a warning that it broke, looked for by %j from %s on: %s", (find, level, found) => {
  expect(matchesLog({ at, level: "warn", text: "it broke" }, { find, level })).toBe(found);
});
