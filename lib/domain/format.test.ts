import { expect, test } from "vitest";
import { formatAge, formatBytes, formatDuration, formatNumber, plural } from "./format";

test.each([
  [850, "850 ms"],
  [12_000, "12 s"],
  [252_000, "4 min 12 s"],
  [3_780_000, "1 h 03 min"],
])("%i ms reads %s", (ms, text) => expect(formatDuration(ms)).toBe(text));

test.each([
  [0, "0 B"],
  [1023, "1023 B"],
  [1024, "1.00 KiB"],
  [18_637, "18.2 KiB"],
  [1_048_575, "1.00 MiB"],
  [1_300_000_000, "1.21 GiB"],
])("%i bytes read %s", (bytes, text) => expect(formatBytes(bytes)).toBe(text));

test("ages, counts and numbers read as people say them", () => {
  const now = new Date("2026-04-16T12:00:00Z");
  expect(formatAge("2026-04-16T11:59:55Z", now)).toBe("just now");
  expect(formatAge("2026-04-16T09:00:00Z", now)).toBe("3 h ago");
  expect(formatAge("2026-04-13T12:00:00Z", now)).toBe("3 days ago");
  expect(formatAge("2026-04-16T12:02:00Z", now)).toBe("in 2 min");
  expect(formatNumber(1_234_567)).toBe("1,234,567");
  expect(plural(1, "repository", "repositories")).toBe("1 repository");
});
