import { expect, it } from "vitest";
import { timeTicks } from "./time-ticks";

const at = (minutes: number) => new Date(Date.parse("2026-04-16T02:00:05Z") + minutes * 60_000);
const ticks = (minutes: number) => timeTicks([at(0), at(minutes)], "UTC")(at(0));

it("names days, the time of day within two of them, and the second within minutes", () => {
  expect(ticks(3 * 1440)).toBe("16 Apr");
  expect(ticks(600)).toBe("02:00");
  expect(ticks(2)).toBe("02:00:05");
});
