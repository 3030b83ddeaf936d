import { expect, test } from "vitest";
import { redact } from "./redact";

test.each([
  "ghs_16C7e42F292c6912E7710c838347Ae178B4a",
  "gho_a.b-c_d0000000000000",
  "github_pat_11ABCDEFG0abcdefghij",
  "AKIAIOSFODNN7EXAMPLE",
  "Bearer abcdefghijklmnop",
  "X-Amz-Signature=deadbeefdeadbeef",
  "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiIxIn0.c2lnbmF0dXJl",
  "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----",
])("%s never reaches a log", (secret) => {
  expect(redact(`GET failed: ${secret}, then more`)).toBe("GET failed: [removed], then more");
});

test("plain words stay as they are", () => {
  expect(redact("the bucket holdfast-backups cannot be reached")).toBe("the bucket holdfast-backups cannot be reached");
});
