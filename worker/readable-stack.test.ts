import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readableStack } from "./readable-stack";

let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), "holdfast-stack-"));
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

async function bundled(sourcemap: boolean): Promise<Error> {
  const outfile = path.join(scratch, `${sourcemap}.mjs`);
  const contents = `// a line\n\nexport const fail = (): Error =>\n  new Error("broken");\n`;
  await build({
    stdin: { contents, sourcefile: "worker/deep/fail.ts", loader: "ts" },
    outfile,
    format: "esm",
    banner: { js: "// one\n// two\n// three\n// four" },
    sourcemap,
  });
  const module: { fail: () => Error } = await import(pathToFileURL(outfile).href);
  return module.fail();
}

test("a place in the bundle is told as the one in the sources", async () => {
  const stack = readableStack(await bundled(true));
  expect(stack).toMatch(/^Error: broken\n/);
  expect(stack.split("\n")[1]).toMatch(/worker\/deep\/fail\.ts:4:3/);
});

test("without a map the stack stays as it is", async () => {
  const error = await bundled(false);
  expect(readableStack(error)).toBe(error.stack);
});
