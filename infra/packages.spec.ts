// What of others comes into the product, judged from the lock file: where it comes from, under which licence, and what it may do
// when it is installed.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

interface Locked {
  version?: string;
  resolved?: string;
  integrity?: string;
  license?: string;
  dev?: boolean;
  /** Comes inside of another package, under that one's hash. */
  inBundle?: boolean;
  /** Needed by a tool, or where somebody wants it: not installed without tools. */
  devOptional?: boolean;
}

interface Component {
  name: string;
  purl: string;
  hashes: unknown[];
  licenses: unknown[];
}

const ROOT = new URL("../", import.meta.url);
const read = (file: string) => readFileSync(new URL(file, ROOT), "utf8");
const lock = JSON.parse(read("package-lock.json")).packages as Record<string, Locked>;
const packages = Object.entries(lock)
  .filter(([path]) => path)
  .map(([path, locked]) => ({
    ...locked,
    name: path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length),
  }));
const shipped = packages.filter(({ dev, devOptional }) => !dev && !devOptional);

/** Licences that ask for no more than their text beside what is given on. */
const FREE = new Set(["Apache-2.0", "MIT", "MIT-0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "0BSD"]);

/** Others, each with why it is in order. */
const EXCUSED: Record<string, string> = {
  "caniuse-lite": "CC-BY-4.0: data that Next.js names as its dependency; it is in no image.",
  sharp:
    "LGPL: an optional dependency of Next.js. Pictures are not resized, and next.config.js keeps it out of the image.",
};

it("every package is a fixed version out of a registry, and is what it was when it was chosen", () => {
  for (const { name, version, integrity } of packages.filter(({ inBundle }) => !inBundle)) {
    expect(version, name).toMatch(/^\d+\.\d+\.\d+/);
    expect(integrity, name).toMatch(/^sha512-/);
  }
  // Which registry is a matter of who installs; the hash says that it is the same package.
  expect(packages.filter(({ resolved }) => resolved)).toEqual([]);
  const { dependencies, devDependencies, optionalDependencies } = JSON.parse(read("package.json"));
  for (const range of Object.values({ ...dependencies, ...devDependencies, ...optionalDependencies }))
    expect(range).toMatch(/^\d+\.\d+\.\d+$/);
});

it("what is shipped stands under a licence that asks for no more than its text", () => {
  const nameOf = (name: string) => (name.startsWith("@img/") ? "sharp" : name);
  const others = shipped.filter(({ license = "none" }) => !license.split(" AND ").every((each) => FREE.has(each)));
  expect(
    others.filter(({ name }) => !(nameOf(name) in EXCUSED)).map(({ name, license }) => `${name} ${license}`),
  ).toEqual([]);
  expect(Object.keys(EXCUSED).filter((name) => !others.some((each) => nameOf(each.name) === name))).toEqual([]);
  // What excuses sharp.
  expect(read("next.config.js")).toContain('"node_modules/sharp/**", "node_modules/@img/**"');
});

it("no package may run anything when it is installed", () => {
  expect(read(".npmrc")).toMatch(/^ignore-scripts=true$/m);
  for (const file of ["worker/Dockerfile", "infra/images/console.Dockerfile"])
    expect(read(file)).toMatch(/COPY package\.json package-lock\.json \.npmrc \.\/\nRUN npm ci\n/);
});

it("the list of what is shipped names each package with its address, hash and licence", () => {
  const text = execFileSync("npm", ["run", "-s", "sbom"], { cwd: ROOT, encoding: "utf8", maxBuffer: 1e8 });
  const { bomFormat, components } = JSON.parse(text) as { bomFormat: string; components: Component[] };
  expect(bomFormat).toBe("CycloneDX");
  const addresses = shipped.map(({ name, version }) => `pkg:npm/${name.replace("@", "%40")}@${version}`);
  const listed = components.filter(({ hashes, licenses }) => hashes.length > 0 && licenses.length > 0);
  const found = new Set(listed.map(({ purl }) => purl));
  expect(addresses.filter((address) => !found.has(address))).toEqual([]);
  expect(components.filter(({ name }) => ["vitest", "esbuild", "aws-cdk-lib"].includes(name))).toEqual([]);
});
