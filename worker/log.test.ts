import fc from "fast-check";
import { expect, test } from "vitest";
import { createLog } from "./log";

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

const secret = fc
  .constantFrom(longToken, "X-Amz-Signature=abc", "-----BEGIN RSA PRIVATE KEY-----\nMIIE", "AKIAIOSFODNN7EXAMPLE")
  .chain((each) => fc.constantFrom(`"${each}"`, `\\${each}\n`, ` ${each} `));
const text = fc
  .array(fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom('"', "\\", "\n", "\r", "\u2028", "}"), secret))
  .map((parts) => parts.join(""));

test("whatever is said, each event is one line of valid JSON, and holds no secret however deep", () => {
  fc.assert(
    fc.property(text, text, text, (message, fact, deep) => {
      const lines: string[] = [];
      const log = createLog({ format: "json", write: (line) => lines.push(line), now: () => new Date(0) });
      log.warn("x", message, { fact });
      log.report("y", message, { failures: [{ repo: deep, nothing: undefined }] }, [message]);
      expect(lines).toHaveLength(2);
      for (const line of lines) {
        expect(line.indexOf("\n")).toBe(line.length - 1);
        expect(JSON.parse(line)).toMatchObject({ time: "1970-01-01T00:00:00.000Z", event: expect.any(String) });
        for (const part of [longToken.slice(0, 60), "Signature=abc", "MIIE", "AKIAIOSFODNN7EXAMPLE"])
          expect(line).not.toContain(part);
      }
    }),
  );
});

test("people get a report's lines, machines its facts", () => {
  const said = (format: "json" | "human") => {
    let out = "";
    const write = (line: string) => {
      out += line;
    };
    createLog({ format, write, now: () => new Date(0) }).report("summary", "two", { captured: 2 }, ["a", "b"]);
    return out;
  };
  expect(said("human")).toBe("a\nb\n");
  expect(JSON.parse(said("json"))).toMatchObject({ event: "summary", level: "info", message: "two", captured: 2 });
});

test("colours mark warnings and errors, where they are welcome", () => {
  const said = (colour: boolean) => {
    const lines: string[] = [];
    const log = createLog({ format: "human", write: (line) => lines.push(line), now: () => new Date(0), colour });
    log.error("x", "broken", { hint: "Mend it." });
    return lines.join("");
  };
  expect(said(false)).toBe("00:00:00   ERROR broken\n           Mend it.\n");
  expect(said(true)).toBe("00:00:00   \x1b[31mERROR \x1b[0mbroken\n           Mend it.\n");
});

test("what a message quotes does not steer the terminal; our own colours do", () => {
  const lines: string[] = [];
  const log = createLog({ format: "human", write: (line) => lines.push(line), now: () => new Date(0), colour: true });
  log.warn("x", "the server said \x1b]0;owned\x07 \x9b2J\rand\nmore", { hint: "Look \x1b[2J at it." });
  log.report("x", "m", {}, ["a\tb", "\x1b[31mred"]);
  const own = lines.join("").replaceAll("\x1b[33m", "").replaceAll("\x1b[0m", "");
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not be there
  expect(own).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/);
  expect(own).toContain("and\nmore");
  expect(own).toContain("a\tb");
  expect(lines[0]).toContain("\x1b[33mWARN");
});
