import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CompressedFiles } from "./compressed-files";

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), "holdfast-static-"));
  mkdirSync(path.join(directory, "chunks"));
  for (const file of ["chunks/a.js", "chunks/a.js.br", "chunks/a.css", "chunks/a.css.br", "chunks/b.js"])
    writeFileSync(path.join(directory, file), "");
});
afterAll(() => rmSync(directory, { recursive: true }));

function offered(url: string, accepted: string | undefined, from = directory) {
  const request = { url, headers: { "accept-encoding": accepted } } as unknown as IncomingMessage;
  const headers: Record<string, unknown> = {};
  const response = { setHeader: (name: string, value: unknown) => (headers[name] = value) };
  new CompressedFiles(from).offer(request, response as unknown as ServerResponse);
  return { url: request.url, ...headers };
}

test("a browser that takes Brotli gets the file that was compressed with the build", () => {
  for (const accepted of ["br", "gzip, deflate, br, zstd", "gzip;q=0.5, br;q=0.9", "BR"])
    expect(offered("/_next/static/chunks/a.js", accepted)).toEqual({
      url: "/_next/static/chunks/a.js.br",
      Vary: "Accept-Encoding",
      "Content-Type": "application/javascript; charset=UTF-8",
      "Content-Encoding": "br",
    });
  expect(offered("/_next/static/chunks/a.css", "br")).toMatchObject({ "Content-Type": "text/css; charset=UTF-8" });
});

test("who does not take it gets the file itself, and caches are told that there are two", () => {
  for (const accepted of [undefined, "", "gzip", "br;q=0", "br;q=0.000", "brotli"])
    expect(offered("/_next/static/chunks/a.js", accepted)).toEqual({
      url: "/_next/static/chunks/a.js",
      Vary: "Accept-Encoding",
    });
});

test("nothing else is touched", () => {
  for (const url of ["/_next/static/chunks/b.js", "/a.js", "/", "/_next/static/chunks/../../a.js", "/_next/static/"])
    expect(offered(url, "br")).toEqual({ url });
  expect(offered("/_next/static/chunks/a.js", "br", path.join(directory, "none"))).toEqual({
    url: "/_next/static/chunks/a.js",
  });
});
