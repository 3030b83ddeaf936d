import { expect, test } from "vitest";
import { SecretSearch } from "./secret-search";

const TOKENS: Record<string, string> = {
  classic: "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
  short: "ghs_9f8e7d6c5b4a39281706f5e4d3c2b1a09f8e",
  long: `ghs_1001_${"Ab9x".repeat(9)}.${"eyJpc3Mi0".repeat(14)}.${"q7_w-E2".repeat(48)}`,
  "fine-grained": `github_pat_11ABCDEFG0abcdefghijkl_${"mnopqrstuvwxyz0123456789".repeat(2)}`,
  unformed: "0123456789abcdef0123456789abcdef01234567",
  "with characters that are encoded": 'pass"word\\with/+= and &more of them',
  "a private key": `-----BEGIN RSA PRIVATE KEY-----\n${["a", "b", "c"].map((each) => `${each}9Kq+/`.repeat(10)).join("\n")}\n-----END RSA PRIVATE KEY-----\n`,
};
/** How a program may have written it. */
const WAYS: Record<string, (secret: string) => string> = {
  "as it is": (secret) => secret,
  "without its beginning": (secret) => secret.replace(/\n-----END.*\n$/, "").slice(-25),
  "as JSON": (secret) => JSON.stringify({ deep: [secret] }),
  "in an address": (secret) => encodeURIComponent(secret),
  "in base64": (secret) => Buffer.from(secret).toString("base64"),
  "in base64url": (secret) => Buffer.from(`?${secret}`).toString("base64url"),
  "as basic credentials": (secret) => Buffer.from(`x-access-token:${secret}`).toString("base64"),
  "as basic credentials of another": (secret) => Buffer.from(`me:${secret}\n`).toString("base64"),
  "in hexadecimal digits": (secret) => Buffer.from(secret).toString("hex"),
};
const CASES = Object.keys(TOKENS).flatMap((kind) => Object.keys(WAYS).map((way) => [kind, way] as const));

test.each(CASES)("a secret (%s) is found %s, wherever it stands", (kind, way) => {
  const secret = TOKENS[kind] as string;
  const written = WAYS[way]?.(secret) ?? "";
  const search = new SecretSearch(new Map(Object.entries(TOKENS)));
  for (const [before, behind] of [
    ["", ""],
    ["some words ", "\n"],
    ["\0\0\xff", "\0"],
  ] as const)
    expect(search.in(Buffer.from(`${before}${written}${behind}`, "latin1"))).toContain(kind);
});

test("the beginning of a token that was cut off is found", () => {
  const search = new SecretSearch(new Map(Object.entries(TOKENS)));
  expect(search.in(Buffer.from(`fatal: ${TOKENS.long?.slice(0, 60)}...`))).toEqual(["long"]);
});

test("what is no secret is not found, nor is a secret where nothing is", () => {
  const search = new SecretSearch(new Map(Object.entries(TOKENS)));
  expect(search.in(Buffer.from("ghs_ and ghp_16C7 and -----BEGIN RSA PRIVATE KEY----- of acme/alpha"))).toEqual([]);
  expect(search.in(Buffer.alloc(0))).toEqual([]);
});
