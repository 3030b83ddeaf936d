import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test, vi } from "vitest";
import { setHeadersOfEveryAnswer } from "./every-answer";

vi.mock("server-only", () => ({}));

test("a header that is set as a list of one is text to whoever looks at it next, and a list of several stays one", async () => {
  setHeadersOfEveryAnswer();
  const seen: unknown[] = [];
  const server = createServer((_, answer) => {
    answer.setHeader("content-type", ["application/json"]);
    answer.setHeader("set-cookie", ["a=1", "b=2"]);
    seen.push(answer.getHeader("content-type"), answer.getHeader("set-cookie"), answer.getHeader("cache-control"));
    answer.end("{}");
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  await new Promise((resolve) => server.close(resolve));
  expect(seen).toEqual(["application/json", ["a=1", "b=2"], "no-store"]);
  expect(answer.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
});
