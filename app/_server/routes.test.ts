// Every handler there is, read from the files themselves: what changes something is an act, which the audit trail tells of.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";

const API = path.resolve("app/api");
const files = readdirSync(API, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith("route.ts"));

/** next-auth's own handlers; it tells of sign-ins by its callbacks. */
const OF_A_LIBRARY = ["auth/[...nextauth]/route.ts"];
/** Lead to the others' handlers, and away. */
const DOORS = ["v1/[...address]/route.ts", "[...address]/route.ts"];
/** Asked with POST because of the length of the question. */
const CHANGES_NOTHING = ["restore/plan/route.ts"];

const handlers = files
  .filter((file) => ![...OF_A_LIBRARY, ...DOORS].includes(file))
  .flatMap((file) => {
    const text = readFileSync(path.join(API, file), "utf8");
    const exported = [...text.matchAll(/export (?:const|async function|function) ([A-Z]+)\b(?: = (\w+)\()?/g)];
    return exported.map(([, method, wrapper]) => ({ file, method, wrapper }));
  });

describe("the API", () => {
  test("has handlers", () => expect(handlers.length).toBeGreaterThan(15));

  test.each(handlers)(
    "$method $file is decided in one place, and told when it changes something",
    ({ file, method, wrapper }) => {
      const changes = method !== "GET" && !CHANGES_NOTHING.includes(file);
      // It changes nothing, and is told all the same: what is in a backup is the source code.
      const shows = file.startsWith("browse/");
      expect(wrapper).toBe(shows ? "browsing" : changes ? "act" : "route");
    },
  );
});
