import { describe, expect, test } from "vitest";
import { checkRedirect, isRedirect } from "./redirect";

const from = new URL("https://github.com/acme/api.git/git-upload-pack");
const check = (to: string, more: { status?: number; method?: string; hops?: number } = {}) => {
  const asked = { status: 301, method: "POST", hops: 0, what: "acme/api", ...more };
  return () => checkRedirect(asked, from, URL.parse(to, from) ?? undefined);
};

test.each([301, 302, 307, 308])("%i to the same server is followed, for GET and POST", (status) => {
  for (const method of ["GET", "POST"]) {
    expect(check("/acme/renamed.git/git-upload-pack", { status, method })).not.toThrow();
    expect(check("https://github.com/other", { status, method, hops: 2 })).not.toThrow();
  }
});

describe("refused is", () => {
  test.each([
    ["another host", "https://github.com.evil.example/acme/api.git"],
    ["another port", "https://github.com:8443/acme/api.git"],
    ["another protocol", "http://github.com/acme/api.git"],
    ["a host behind a user name", "https://github.com@evil.example/acme/api.git"],
    ["a host without a protocol", "//evil.example/acme/api.git"],
  ])("%s", (_, to) => {
    expect(check(to)).toThrow(expect.objectContaining({ code: "github-redirect" }));
  });

  test("a fourth hop, a 303, and any method but GET and POST", () => {
    expect(check("/next", { hops: 3 })).toThrow("3 times");
    expect(check("/next", { status: 303 })).toThrow("another kind of request");
    expect(check("/next", { method: "DELETE" })).toThrow("DELETE");
  });

  test("an address that is none", () => {
    expect(check("https://[")).toThrow("names no address");
  });
});

test("the error says where it led, without the rest of the address", () => {
  expect(check("https://evil.example/steal?token=abc")).toThrow(/to https:\/\/evil\.example, which/);
});

test("304 is an answer, not a redirect", () => {
  expect([301, 302, 303, 304, 307, 308, 200].filter(isRedirect)).toEqual([301, 302, 303, 307, 308]);
});
