import fc from "fast-check";
import { expect, test } from "vitest";
import type { RetentionSettings } from "./settings";
import { SETTING_PARAMS, settingsFrom } from "./settings-in-url";

const NOW: RetentionSettings = {
  intervalHours: 24,
  retentionDays: 365,
  fullIntervalDays: 30,
  recoveryDays: 30,
  locked: "replica",
  lockDays: 402,
  storageClass: { primary: "STANDARD", replica: "STANDARD" },
  growthPercent: 0,
};

test("an address without choices is the settings as they are", () => {
  expect(settingsFrom({}, NOW)).toEqual(NOW);
});

test("every setting can be chosen by the address alone", () => {
  const query = {
    ...{ interval: "12", retention: "90", full: "14", lock: "both", "lock-days": "120" },
    ...{ "primary-class": "STANDARD_IA", "replica-class": "GLACIER_IR", changed: "12.5", growth: "20" },
  };
  expect(Object.keys(query).sort()).toEqual([...SETTING_PARAMS].sort());
  expect(settingsFrom(query, NOW)).toEqual({
    ...{ intervalHours: 12, retentionDays: 90, fullIntervalDays: 14, recoveryDays: 30, locked: "both", lockDays: 120 },
    storageClass: { primary: "STANDARD_IA", replica: "GLACIER_IR" },
    ...{ changedShare: 0.125, growthPercent: 20 },
  });
});

test("a lock follows another retention by itself", () => {
  expect(settingsFrom({ retention: "90" }, NOW).lockDays).toBeUndefined();
  expect(settingsFrom({ interval: "12" }, NOW).lockDays).toBe(402);
});

test("whatever is typed into the address, the settings stay within their limits", () => {
  const word = fc.oneof(fc.string(), fc.constantFrom("-1", "1e9", "0", "NaN", "Infinity", "9999999", "0x10", "1.5"));
  fc.assert(
    fc.property(fc.record(Object.fromEntries(SETTING_PARAMS.map((name) => [name, word]))), (query) => {
      const { intervalHours, retentionDays, fullIntervalDays } = settingsFrom(query, NOW);
      for (const days of [retentionDays, fullIntervalDays]) expect(Number.isInteger(days) && days >= 1).toBe(true);
      expect(intervalHours).toBeGreaterThanOrEqual(1);
      expect(retentionDays).toBeLessThanOrEqual(3650);
    }),
  );
});
