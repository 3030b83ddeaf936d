import { expect, test } from "vitest";
import type { AlarmReport } from "./alarm-report";
import { openAlarms } from "./open-alarms";

const alarms = (...states: AlarmReport["state"][]) => states.map((state) => ({ state }) as AlarmReport);

test.each([
  [alarms("ALARM", "OK", "ALARM"), { state: "open", count: 2, text: "2 open alarms" }],
  [alarms("ALARM", "absent"), { state: "open", count: 1, text: "1 open alarm" }],
  [alarms("OK", "OK"), { state: "none", count: 0, text: "No open alarm" }],
  [alarms("OK", "INSUFFICIENT_DATA"), { state: "none", count: 0, text: "No open alarm, 1 without data" }],
  [
    alarms("OK", "absent", "INSUFFICIENT_DATA", "absent"),
    { state: "unknown", count: 0, text: "No open alarm, 2 not set up, 1 without data" },
  ],
])("%o are told as %o", (all, told) => {
  expect(openAlarms(all)).toEqual(told);
});

test.each([
  ["that nobody answered for", undefined],
  ["that do not exist", alarms("absent", "absent")],
  ["that have no data", alarms("INSUFFICIENT_DATA")],
])("alarms %s are not told as none", (_, all) => {
  expect(openAlarms(all)).toMatchObject({ state: "unknown", text: "Alarms not known" });
});
