import { describe, expect, test } from "vitest";
import { displayName, groupsIn, loginOf, oidcClaims } from "./oidc-claims";

const claims = (more: object) => oidcClaims.parse({ sub: "00u1", ...more });

describe("groups", () => {
  test.each([
    [{ groups: ["a", "b"] }, { kind: "told", groups: ["a", "b"] }],
    [{ groups: [] }, { kind: "told", groups: [] }],
    [{ groups: "a" }, { kind: "told", groups: ["a"] }],
    [{ groups: ["a", 7, null, { b: 1 }] }, { kind: "told", groups: ["a"] }],
    [{}, { kind: "silent" }],
    [{ groups: { a: true } }, { kind: "silent" }],
    [
      { _claim_names: { groups: "src1" }, _claim_sources: { src1: { endpoint: "https://graph.example" } } },
      { kind: "elsewhere" },
    ],
    [{ _claim_names: { roles: "src1" } }, { kind: "silent" }],
  ])("of %j are %j", (more, told) => expect(groupsIn(claims(more), "groups")).toEqual(told));

  test("may stand in any claim, and never in a member that every object has", () => {
    expect(groupsIn(claims({ roles: ["x"] }), "roles")).toEqual({ kind: "told", groups: ["x"] });
    expect(groupsIn(claims({ _claim_names: {} }), "constructor")).toEqual({ kind: "silent" });
  });
});

test("nobody can be called as somebody of GitHub is, or write over a line", () => {
  expect(loginOf(claims({ preferred_username: "ines" }), "acme.okta.example")).toBe("ines@acme.okta.example");
  expect(loginOf(claims({ preferred_username: "nora@acme.example" }), "x")).toBe("nora@acme.example");
  expect(loginOf(claims({ email: "nora@acme.example" }), "x")).toBe("nora@acme.example");
  expect(loginOf(claims({}), "idp.example")).toBe("00u1@idp.example");
  expect(loginOf(claims({ preferred_username: "a\u202e\r\nb@c" }), "x")).toBe("a b@c");
  expect(loginOf(claims({ preferred_username: "x".repeat(5000) }), "x").length).toBeLessThan(110);
  expect(displayName(claims({ name: " \u0000 " }))).toBeUndefined();
});

test("a subject is there and has an end", () => {
  expect(oidcClaims.safeParse({}).success).toBe(false);
  expect(oidcClaims.safeParse({ sub: "x".repeat(256) }).success).toBe(false);
});
