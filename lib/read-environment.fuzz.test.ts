// Variables are typed by people and made by templates: whatever they hold, the answer is a set of settings or a list of what is
// wrong with which.
import fc from "fast-check";
import { expect, test } from "vitest";
import { AppError } from "@/lib/domain/errors";
import { hostileBytes } from "@/lib/testing/hostile-bytes";
import * as environments from "./env";
import { parse } from "./read-environment";

const VALUES = [
  ..."1 0 -1 1e400 0x10 NaN Infinity true none * refs/pull/* refs/pull/*/merge acme,,web , /".split(" "),
  "collapse-refs=10,moved-tags=3",
  "https://api.github.com/",
  "https://HOST/api/v3",
  "http://[::1",
  "a".repeat(5000),
  "\ud800",
  "x y ".repeat(40),
].map((text) => Buffer.from(text));
const value = hostileBytes(VALUES, 2).map(({ bytes }) => bytes.toString("latin1"));

const schemas = Object.entries(environments).filter(([name]) => name.endsWith("Environment")) as [
  string,
  typeof environments.verifyEnvironment,
][];

test.each(schemas)("%s", { timeout: 120_000 }, (_, schema) => {
  const names = [...Object.keys(schema.shape), "AWS_DEFAULT_REGION", "__proto__", "constructor"];
  const environment = fc.dictionary(fc.constantFrom(...names), value, { noNullPrototype: true });
  fc.assert(
    fc.property(environment, (given) => {
      try {
        parse(schema, given);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        expect(error.code).toBe("settings-invalid");
        expect(error.message.split("\n").length).toBeGreaterThan(1);
      }
      expect("polluted" in {}).toBe(false);
    }),
    { numRuns: 1500 },
  );
});
