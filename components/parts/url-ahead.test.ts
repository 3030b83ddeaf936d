import { beforeEach, expect, test } from "vitest";
import { caughtUp, goAhead, subscribeAhead, valueAhead } from "./url-ahead";

const at = (search: string) => new URLSearchParams(search);
const find = (next: string, path = "/repositories") => valueAhead(at(next), path, "find");
const write = (from: string, to: string) => goAhead("/repositories", at(from), at(to));

beforeEach(() => caughtUp(at("elsewhere")));

test("what was written is there at once, and stays when Next comes to it", () => {
  let told = 0;
  const stop = subscribeAhead(() => told++);
  write("", "find=web");
  expect([told, find("")]).toEqual([1, "web"]);
  caughtUp(at("find=web"));
  expect(find("find=web")).toBe("web");
  stop();
  write("find=web", "");
  expect([told, find("find=web")]).toEqual([1, undefined]);
});

test("while Next is on the way through what was written before, the last word counts", () => {
  write("", "find=w");
  write("find=w", "find=we");
  caughtUp(at("find=w"));
  expect(find("find=w")).toBe("we");
});

test("once Next has caught up, going back is followed", () => {
  write("", "find=web");
  caughtUp(at("find=web"));
  expect(find("")).toBeUndefined();
});

test("what was written and taken back before Next has seen it leaves nothing behind", () => {
  write("", "find=web");
  write("find=web", "");
  expect(find("find=web")).toBe("web");
  expect(find("")).toBeUndefined();
});

test("another page with the same search part is not meant", () => {
  write("", "find=web");
  expect(find("", "/runs")).toBeUndefined();
});
