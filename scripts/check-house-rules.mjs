// House rules no linter has: file sizes, file names, purity of the domain in time and chance, no stand-ins in production,
// no zod in browsers.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { waysOfBrowsers } from "./browser-modules.mjs";

const HARD_LIMIT = 300;
const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], { encoding: "utf8" })
  .split("\n")
  .filter((file) => /\.(ts|tsx|mjs|cjs|js|css)$/.test(file));
const problems = [];

for (const file of files) {
  let text;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    continue; // deleted, not yet committed
  }
  const lines = text.split("\n").length - 1;
  if (lines > HARD_LIMIT)
    problems.push(`${file}: ${lines} lines; over ${HARD_LIMIT} a file holds two things: split it by what they are`);

  const name = path
    .basename(file)
    .replace(/\.(ts|tsx|mjs|cjs|js|css)$/, "")
    .replace(/\.(fuzz\.test|test|spec|contract|contract-suite|config|module|d)$/, "");
  const ofNext = /^(app)\//.test(file) && /^\[.*\]$/.test(name);
  if (!ofNext && !/^\.?[a-z0-9]+(-[a-z0-9]+)*$/.test(name))
    problems.push(`${file}: file names are kebab-case and say what is inside`);

  const production =
    /^(app|components|indexer|lib|worker|infra)\//.test(file) &&
    !/\.(test|spec|contract)\.tsx?$|\/testing\/|contract-suite/.test(file);
  if (/^lib\/domain\//.test(file) && production) {
    for (const [pattern, what] of [
      [/\bDate\.now\(/, "Date.now()"],
      [/\bnew Date\(\)/, "new Date() without an argument"],
      [/\bMath\.random\(/, "Math.random()"],
    ]) {
      if (pattern.test(text))
        problems.push(`${file}: ${what} makes the domain impure; take the time or the number as an argument`);
    }
  }
  if (production && text.includes("NEXT_PUBLIC_"))
    problems.push(
      `${file}: a variable NEXT_PUBLIC_* is built into what every browser loads; pass what is public as a prop`,
    );

  // infra names folders that stay out of the images; the others have no reason to know the word.
  if (production && !file.startsWith("infra/")) {
    text.split("\n").forEach((line, index) => {
      // A comment may explain; code may not branch.
      const word = /^\s*(\/\/|\*|\/\*)/.test(line) ? undefined : /\b(sandbox|mock|fake|NODE_ENV)\b/i.exec(line)?.[1];
      if (word)
        problems.push(
          `${file}:${index + 1}: "${word}" in production code; stand-ins are servers reached by URL, nothing here may know of them`,
        );
    });
  }
}

for (const way of waysOfBrowsers(files, "zod"))
  problems.push(
    `${way.join(" -> ")}: every page would load zod; take types only, and rules as plain functions (lib/domain/text-rule.ts)`,
  );

for (const problem of problems) process.stderr.write(`${problem}\n`);
process.stdout.write(`house rules: ${files.length} files, ${problems.length} problems\n`);
process.exit(problems.length > 0 ? 1 : 0);
