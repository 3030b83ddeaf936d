import { expect, test } from "vitest";
import { createLog, redact } from "./log";

const longToken = `ghs_${"A1b2C3d4".repeat(20)}.${"e5F6".repeat(60)}.${"g7H8".repeat(20)}`;

test.each([
  ["an installation token, long form", longToken],
  ["an installation token, short form", "ghs_16C7e42F292c6912E7710c838347Ae178B4a"],
  ["a user token", "gho_16C7e42F292c6912E7710c838347Ae178B4a"],
  ["a fine-grained token", "github_pat_11ABCDEFG0abcdefghijkl_mnopqrstuvwxyz0123456789"],
  ["a JWT", `eyJhbGciOiJSUzI1NiJ9.${"eyJpc3MiOiIxMjM0NSJ9"}.${"c2lnbmF0dXJl".repeat(4)}`],
  ["a private key", "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----"],
])("%s never reaches the log", (_, secret) => {
  const lines: string[] = [];
  const log = createLog({ format: "json", write: (line) => lines.push(line), now: () => new Date(0) });
  log.error("x", `https://x-access-token:${secret}@github.com failed`, { detail: secret });
  expect(lines.join("")).toContain("removed]");
  for (const part of secret.split(/[.\n]/).filter((each) => each.length > 12 && !each.includes("-----")))
    expect(lines.join("")).not.toContain(part);
});

test("ordinary text stays", () => {
  expect(redact("acme/ghost: 12 refs, 3f2504e04f8911d39a0c0305e82c3301")).toBe(
    "acme/ghost: 12 refs, 3f2504e04f8911d39a0c0305e82c3301",
  );
});
