import fc from "fast-check";
import { expect, test } from "vitest";
import { attachment } from "./download";

test.each([
  ["acme--web-2026-04-16.bundle", "acme--web-2026-04-16.bundle"],
  ['x"; filename="evil.exe', "x_filename_evil.exe"],
  ["x\r\nset-cookie: a=b.bundle", "x_set-cookie_a_b.bundle"],
  ["../../etc/passwd", "_etc_passwd"],
  ["..\\..\\evil.bat", "_evil.bat"],
  ["/etc/passwd", "_etc_passwd"],
  ["C:\\evil.exe", "C_evil.exe"],
  [".bashrc", "_bashrc"],
  ["..", "_"],
  ["naïve-日本語.bundle", "na_ve-_.bundle"],
  ["gpj.\u202eexe.bundle", "gpj._exe.bundle"],
  ["a\u0000b\u007f.json", "a_b_.json"],
  ["%2e%2e%2fx;x.json", "_2e_2e_2fx_x.json"],
  ["", "download"],
])("%j is kept as %s", (name, kept) => expect(attachment(name)).toBe(`attachment; filename="${kept}"`));

test("a name without an end is cut and keeps its ending", () => {
  const [, kept = ""] = /filename="(.*)"$/.exec(attachment(`${"x".repeat(5000)}.bundle`)) ?? [];
  expect(kept).toMatch(/^x+\.bundle$/);
  expect(kept).toHaveLength(200);
});

test("whatever the name, it stays one name in one header", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.string()), (name) => {
      expect(attachment(name)).toMatch(/^attachment; filename="[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}"$/);
    }),
    { numRuns: 5000 },
  );
});
