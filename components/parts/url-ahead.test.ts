import { beforeEach, describe, expect, test } from "vitest";
import { caughtUp, goAhead, nowWritten, subscribeAhead, unwritten, valueAhead } from "./url-ahead";

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

describe("what is written a moment later", () => {
  /** As the address is to be, which it is not yet. */
  const choose = (search: string) => goAhead(waits(), { ...here, search }, false);
  const waits = () => ({ ...here, search: unwritten(here)?.toString() ?? here.search });

  test("is there at once, and waits", () => {
    choose("?find=web");
    expect([find(), unwritten(here)?.toString()]).toEqual(["web", "find=web"]);
    nowWritten();
    here = { ...here, search: "?find=web" };
    expect([find(), unwritten(here)]).toEqual(["web", undefined]);
    nextComesTo("find=web");
    expect(find()).toBe("web");
  });

  test("a second choice before that is made upon the first", () => {
    choose("?find=web");
    choose("?find=web&page=2");
    expect([find(), unwritten(here)?.toString()]).toEqual(["web", "find=web&page=2"]);
  });

  test("taken back, nothing waits", () => {
    choose("?find=web");
    choose("");
    expect([find(), unwritten(here)]).toEqual([undefined, undefined]);
  });

  test("upon what was written and Next has not come to, it counts", () => {
    write("?find=web");
    choose("?find=api");
    expect([find(), unwritten(here)?.toString()]).toEqual(["api", "find=api"]);
    nextComesTo("find=web");
    expect(find()).toBe("api");
  });

  test("who has gone elsewhere meanwhile gets nothing written there", () => {
    choose("?find=web");
    here = { pathname: "/runs", search: "" };
    expect([find(), unwritten(here)]).toEqual([undefined, undefined]);
    here = { pathname: "/repositories", search: "?find=before" };
    next = "find=before";
    expect([find(), unwritten(here)]).toEqual(["before", undefined]);
  });
});
