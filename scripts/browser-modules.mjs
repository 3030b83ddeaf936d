// Which of our modules browsers load: those that a "use client" module leads to by imports that are there at run time. Imports of
// types alone are gone by then.
import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";

const IMPORT = /^(?:import|export)\s+(?!type\b)(?:([^"';]*?)\s*from\s+)?"([^"]+)"|\bimport\("([^"]+)"\)/gm;

/** The ways, module by module, on which a browser would come to load `name`, a package: `[[first, next, ..., package]]`. */
export function waysOfBrowsers(files, name) {
  const from = new Map(files.filter(isClient).map((file) => [file, undefined]));
  const ways = [];
  // A map hands out what is added while it is walked: the nearest modules come first, so that a way is as short as can be.
  for (const file of from.keys())
    for (const wanted of importsOf(file)) {
      if (wanted === name || wanted.startsWith(`${name}/`)) ways.push([...wayTo(file, from), name]);
      const next = fileOf(wanted, file);
      if (next && !from.has(next)) from.set(next, file);
    }
  return ways;
}

const isClient = (file) =>
  /^(app|components)\/.*\.tsx?$/.test(file) && existsSync(file) && /^\s*["']use client["']/m.test(head(file));

const head = (file) => readFileSync(file, "utf8").slice(0, 1000);

function importsOf(file) {
  const found = [...readFileSync(file, "utf8").matchAll(IMPORT)];
  return found.flatMap(([, names = "", wanted, lazily]) => (areTypes(names) ? [] : [wanted ?? lazily]));
}

/** `{ type A, type B }` */
function areTypes(names) {
  const each = /^\{([^}]*)\}$/
    .exec(names)?.[1]
    .split(",")
    .map((text) => text.trim());
  return each?.filter(Boolean).every((text) => text.startsWith("type ")) ?? false;
}

/** Undefined for a package. */
function fileOf(wanted, by) {
  const base = wanted.startsWith("@/")
    ? wanted.slice(2)
    : /^\.\.?\//.test(wanted) && path.join(path.dirname(by), wanted);
  return base
    ? ["", ".ts", ".tsx", "/index.ts"]
        .map((end) => base + end)
        .find((file) => existsSync(file) && statSync(file).isFile())
    : undefined;
}

function wayTo(file, from) {
  const before = from.get(file);
  return before === undefined ? [file] : [...wayTo(before, from), file];
}
