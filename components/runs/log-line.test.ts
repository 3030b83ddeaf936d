import { describe, expect, test } from "vitest";
import { logEntry } from "./log-line";

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
