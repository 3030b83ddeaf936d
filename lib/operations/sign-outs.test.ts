import { beforeEach, expect, test, vi } from "vitest";
import { AppError } from "@/lib/domain/errors";
import { MemoryObjectStore } from "@/lib/testing/memory-object-store";
import { SignOuts } from "./sign-outs";

const at = (second: number) => new Date(Date.UTC(2026, 3, 16, 2, 0, second));
let records: MemoryObjectStore;
beforeEach(() => {
  records = new MemoryObjectStore("records");
});

test("ends what has begun before, of this person and nobody else, and nothing that begins afterwards", async () => {
  const here = new SignOuts(records);
  expect(await here.isOver(7, at(1).getTime(), at(2))).toBe(false);
  await here.end(7, at(3));
  expect(await here.isOver(7, at(1).getTime(), at(4))).toBe(true);
  expect(await here.isOver(7, at(4).getTime(), at(5))).toBe(false);
  expect(await here.isOver(8, at(1).getTime(), at(5))).toBe(false);
});

test("another console of the installation knows of it within half a minute", async () => {
  const there = new SignOuts(records);
  expect(await there.isOver(7, at(1).getTime(), at(2))).toBe(false);
  await new SignOuts(records).end(7, at(3));
  expect(await there.isOver(7, at(1).getTime(), at(40))).toBe(true);
});

test("who looks late in the life of a listing knows it within half a minute of the listing, not of the look", async () => {
  const there = new SignOuts(records);
  await there.isOver(8, 0, at(1));
  await new SignOuts(records).end(7, at(2));
  expect(await there.isOver(7, at(1).getTime(), at(30))).toBe(false);
  expect(await there.isOver(7, at(1).getTime(), at(32))).toBe(true);
});

test("records that cannot be read sign nobody out", async () => {
  vi.spyOn(console, "warn").mockReturnValue();
  await new SignOuts(records).end(7, at(1));
  vi.spyOn(records, "readText").mockRejectedValue(
    new AppError("storage-unreachable", { bucket: "records", detail: "no" }),
  );
  expect(await new SignOuts(records).isOver(7, 0, at(2))).toBe(false);
});

test("a session that is known to be over stays over while the records are away", async () => {
  vi.spyOn(console, "warn").mockReturnValue();
  const here = new SignOuts(records);
  const there = new SignOuts(records);
  await here.end(7, at(3));
  expect(await there.isOver(7, at(1).getTime(), at(4))).toBe(true);
  records.failure = new AppError("storage-unreachable", { bucket: "records", detail: "no" });
  expect(await here.isOver(7, at(1).getTime(), at(5))).toBe(true);
  expect(await there.isOver(7, at(1).getTime(), at(50))).toBe(true);
  records.failure = undefined;
  expect(await there.isOver(7, at(4).getTime(), at(90))).toBe(false);
});

test("records that do not answer hold nobody up", async () => {
  vi.useFakeTimers();
  vi.spyOn(console, "warn").mockReturnValue();
  await new SignOuts(records).end(7, at(1));
  vi.spyOn(records, "readText").mockReturnValue(new Promise(() => undefined));
  const asked = new SignOuts(records).isOver(7, 0, at(2));
  await vi.advanceTimersByTimeAsync(2000);
  vi.useRealTimers();
  expect(await Promise.race([asked, new Promise((resolve) => setTimeout(resolve, 100, "still asking"))])).toBe(false);
});

test("fifty people cost one listing in half a minute, and a record is read once", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: at(1) });
  await new SignOuts(records).end(7, at(1));
  vi.useRealTimers();
  const list = vi.spyOn(records, "list");
  const read = vi.spyOn(records, "readText");
  const here = new SignOuts(records);
  const people = Array.from({ length: 50 }, (_, index) => index + 1);
  for (const second of [10, 20, 41]) await Promise.all(people.map((each) => here.isOver(each, 0, at(second))));
  expect(await here.isOver(7, 0, at(42))).toBe(true);
  expect(list).toHaveBeenCalledTimes(2);
  expect(read).toHaveBeenCalledTimes(1);
});
