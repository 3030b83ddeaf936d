import { expect, test } from "vitest";
import type { PushProgress } from "@/lib/domain/run";
import { PushMeter } from "./push-meter";

const MIB = 1024 ** 2;
const written = (mib: number) => `Writing objects:  45% (852/1893), ${mib.toFixed(2)} MiB | 2.80 MiB/s\r`;

function follow() {
  let at = 0;
  const told: PushProgress[] = [];
  const meter = new PushMeter(
    (each) => told.push(each),
    () => new Date(at),
  );
  return { meter, told, now: () => told.at(-1), wait: (ms: number) => (at += ms) };
}

test("what git has written of all that is to go is told, from the first byte on", () => {
  const { meter, now, wait } = follow();
  meter.plan(40 * MIB);
  expect(now()).toEqual({ sent: 0, of: 40 * MIB, since: undefined, unpacking: undefined });
  wait(5000);
  meter.heard("Counting objects: 100% (1893/1893), done.\nWriting objects:   4% (80/1893)\r");
  expect(now()?.since).toBeUndefined();
  meter.heard(written(10));
  expect(now()).toEqual({ sent: 10 * MIB, of: 40 * MIB, since: "1970-01-01T00:00:05.000Z", unpacking: undefined });
  meter.heard("Writing objects: 100% (1893/1893), 40.00 MiB | 2.80 MiB/s, done.\n");
  expect(now()).toMatchObject({ sent: 40 * MIB, unpacking: true });
});

test("a word that comes in two pieces is heard", () => {
  const { meter, now } = follow();
  meter.plan(40 * MIB);
  for (const piece of written(10).match(/.{1,7}/gs) ?? []) meter.heard(piece);
  expect(now()?.sent).toBe(10 * MIB);
});

test("parts that came through count with the one that is on its way", () => {
  const { meter, now } = follow();
  meter.plan(40 * MIB);
  meter.begin();
  meter.heard(written(10));
  meter.done();
  meter.begin();
  expect(now()).toMatchObject({ sent: 10 * MIB, unpacking: undefined });
  meter.heard(written(5));
  expect(now()?.sent).toBe(15 * MIB);
});

test("what broke off counts no more: it is planned anew, and its pace is measured anew", () => {
  const { meter, now, wait } = follow();
  meter.plan(40 * MIB);
  meter.heard(written(30));
  wait(60_000);
  meter.plan(undefined);
  expect(now()).toEqual({ sent: 0, of: undefined, since: undefined, unpacking: undefined });
  meter.heard(written(1));
  expect(now()).toMatchObject({ sent: MIB, since: "1970-01-01T00:01:00.000Z" });
});

test("the same word twice is told once", () => {
  const { meter, told } = follow();
  meter.plan(40 * MIB);
  meter.heard(written(10));
  const { length } = told;
  meter.heard(written(10));
  expect(told).toHaveLength(length);
});
