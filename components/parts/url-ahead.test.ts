import { beforeEach, expect, test } from "vitest";
import { caughtUp, goAhead, subscribeAhead, valueAhead } from "./url-ahead";

/** The address, and where Next is. */
let here = { pathname: "/repositories", search: "" };
let next = "";

const find = () => valueAhead(new URLSearchParams(next), here, "find");

function write(search: string): void {
  const from = here;
  here = { ...here, search };
  goAhead(from, here);
}

function nextComesTo(search: string): void {
  next = search;
  caughtUp(new URLSearchParams(search));
}

beforeEach(() => {
  here = { pathname: "/repositories", search: "" };
  nextComesTo("elsewhere");
  next = "";
});

test("what was written is there at once, and stays when Next comes to it", () => {
  let told = 0;
  const stop = subscribeAhead(() => told++);
  write("?find=web");
  expect([told, find()]).toEqual([1, "web"]);
  nextComesTo("find=web");
  expect(find()).toBe("web");
  stop();
  write("");
  expect([told, find()]).toEqual([1, undefined]);
});

test("while Next is on the way through what was written before, the last word counts", () => {
  write("?find=w");
  write("?find=we");
  expect(find()).toBe("we");
  nextComesTo("find=w");
  expect(find()).toBe("we");
});

test("once Next has caught up, going back is followed", () => {
  write("?find=web");
  nextComesTo("find=web");
  here = { ...here, search: "" };
  nextComesTo("");
  expect(find()).toBeUndefined();
});

test("who goes back before Next has caught up is where Next is", () => {
  write("?find=web");
  here = { ...here, search: "" };
  expect(find()).toBeUndefined();
});

test("what was written and taken back before Next has seen it leaves nothing behind", () => {
  write("?find=web");
  write("");
  expect(find()).toBeUndefined();
  here = { ...here, search: "?find=web" };
  next = "find=web";
  expect(find()).toBe("web");
});

test("another page with the same search part is not meant", () => {
  write("?find=web");
  here = { pathname: "/runs", search: "?find=web" };
  expect(find()).toBeUndefined();
});
