import fc from "fast-check";
import { expect, test } from "vitest";
import { ownPath } from "./own-path";

const OWN = "https://holdfast.example";

test.each([
  ["/runs?state=failed", "/runs?state=failed"],
  [`${OWN}/snapshots/2026-04-16`, "/snapshots/2026-04-16"],
  ["runs", "/runs"],
])("%s leads to %s", (wanted, path) => expect(ownPath(wanted, OWN)).toBe(path));

test.each([
  "//evil.example",
  "///evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "/.//evil.example",
  "/..//evil.example/x",
  `${OWN}//evil.example`,
  `${OWN}/./\\evil.example`,
  "https:evil.example/..//evil.example",
  "https://evil.example",
  "https://holdfast.example.evil.example",
  "https://holdfast.example@evil.example",
  "http://holdfast.example/",
  "https://holdfast.example:8443/",
  "javascript:alert(1)",
  " javascript:alert(1)",
  "java\tscript:alert(1)",
  "\t//evil.example",
  "/\t/evil.example",
  "data:text/html,x",
  "blob:https://holdfast.example/x",
  undefined,
])("%j leads to the overview", (wanted) => expect(ownPath(wanted, OWN)).toBe("/"));

test("two callback addresses are none", () => expect(ownPath(["/runs", "/runs"], OWN)).toBe("/"));

test("an encoded address stays a path of this console", () => {
  expect(ownPath("/%2F%2Fevil.example", OWN)).toBe("/%2F%2Fevil.example");
  expect(ownPath("/%5Cevil.example", OWN)).toBe("/%5Cevil.example");
});

test("nothing whatever leads to another place", () => {
  const part = fc.constantFrom(
    "/",
    "\\",
    "blob:",
    ".",
    "..",
    "//",
    ":",
    "@",
    "https:",
    "evil.example",
    OWN,
    "?",
    "#",
    "\t",
    "%2f",
  );
  const wanted = fc.oneof(
    fc.string(),
    fc.array(part, { maxLength: 12 }).map((parts) => parts.join("")),
  );
  fc.assert(
    fc.property(wanted, (text) => {
      const path = ownPath(text, OWN);
      expect(path.startsWith("/")).toBe(true);
      expect(new URL(path, OWN).origin).toBe(OWN);
    }),
    { numRuns: 5000 },
  );
});
