import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import config from "@/next.config.js";
import * as instead from "./no-styles-check";

const CLOUDSCAPE = dirname(createRequire(import.meta.url).resolve("@cloudscape-design/components/package.json"));
const CALLER = join(CLOUDSCAPE, "internal/hooks/use-base-component/index.js");

it("stands where Cloudscape's own does, under its name", () => {
  expect(config.turbopack?.resolveAlias).toHaveProperty(["./styles-check"], "./components/shell/no-styles-check.ts");
  const imported = /import \{([^}]*)\} from '\.\/styles-check'/.exec(readFileSync(CALLER, "utf8"))?.[1];
  expect(imported?.split(",").map((name) => name.trim())).toEqual(Object.keys(instead));
});
