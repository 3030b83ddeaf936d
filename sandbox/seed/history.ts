// Histories that look like people's: features on branches, merges, releases, pull requests, files that change a little.
import { FastImport } from "./fast-import";
import type { Random } from "./random";

export interface HistoryOptions {
  commits: number;
  defaultBranch: string;
  language: "ts" | "go" | "py" | "md";
  openBranches: number;
  releases: number;
  pulls: number;
  /** Extra bytes that do not compress, as of images or archives. */
  binaryBytes: number;
  workflow: boolean;
  /** Time of the last commit, seconds. */
  until: number;
}

const AUTHORS = ["Ada Acme", "Grace Hopper", "Linus Berg", "Mina Okafor", "Jonas Vogel"] as const;
const VERBS = ["Add", "Fix", "Simplify", "Speed up", "Document", "Test", "Rename", "Remove"] as const;
const NOUNS = [
  "the parser",
  "retry logic",
  "the cache",
  "login",
  "metrics",
  "the invoice export",
  "error messages",
  "pagination",
  "the scheduler",
  "config loading",
] as const;

export function writeHistory(random: Random, options: HistoryOptions): FastImport {
  const stream = new FastImport();
  const main = `refs/heads/${options.defaultBranch}`;
  const step = 86_400 / 4;
  let time = options.until - options.commits * step;
  const files = new Map<string, string[]>();
  const author = () => random.pick(AUTHORS);
  const message = () => `${random.pick(VERBS)} ${random.pick(NOUNS)}`;

  let tip = stream.commit({
    ref: main,
    message: "Initial commit",
    author: AUTHORS[0],
    time,
    parents: [],
    files: firstFiles(random, options),
  });
  const marks = [tip];
  for (let count = 1; count < options.commits; count++) {
    time += step + random.between(-3000, 3000);
    if (count % 7 === 3) {
      const feature = `refs/heads/feature-${count}`;
      const side = stream.commit({
        ref: feature,
        message: message(),
        author: author(),
        time: time - 600,
        parents: [tip],
        files: edit(random, files, options),
      });
      const own = stream.commit({
        ref: main,
        message: message(),
        author: author(),
        time: time - 300,
        parents: [tip],
        files: { "CHANGELOG.md": `# Changelog\n\n- change ${count}\n` },
      });
      const number = marks.length;
      tip = stream.commit({
        ref: main,
        message: `Merge pull request #${number} from acme/feature-${count}`,
        author: author(),
        time,
        parents: [own, side],
        files: {},
      });
      if (options.pulls > 0 && number <= options.pulls * 7) stream.reset(`refs/pull/${number}/head`, side);
    } else {
      tip = stream.commit({
        ref: main,
        message: message(),
        author: author(),
        time,
        parents: [tip],
        files: edit(random, files, options),
      });
    }
    marks.push(tip);
  }
  for (let index = 0; index < options.openBranches; index++) {
    const base = marks[Math.max(0, marks.length - 2 - index)] ?? tip;
    stream.commit({
      ref: `refs/heads/${random.pick(["feature", "fix", "spike"])}/${random.pick(["login", "cache", "export", "search"])}-${index + 1}`,
      message: message(),
      author: author(),
      time: time + index,
      parents: [base],
      files: edit(random, files, options),
    });
  }
  for (let index = 1; index <= options.releases; index++) {
    const at = marks[Math.floor((marks.length - 1) * (index / options.releases))] ?? tip;
    if (index % 3 === 0) stream.reset(`refs/tags/v0.${index}.0-rc`, at);
    stream.annotatedTag(`v0.${index}.0`, at, `Release 0.${index}.0\n`, time);
  }
  return stream;
}

function firstFiles(random: Random, options: HistoryOptions): Record<string, Buffer | string> {
  return {
    "README.md": "# Service\n\nOne of Acme's services.\n",
    LICENSE: "Copyright Acme. All rights reserved.\n",
    ...(options.binaryBytes > 0 ? { "assets/data.bin": random.bytes(options.binaryBytes) } : {}),
    ...(options.workflow
      ? {
          ".github/workflows/ci.yml":
            "name: ci\non: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - run: make test\n",
        }
      : {}),
  };
}

/** Changes a few lines of one file, so that packs have deltas to find. */
function edit(random: Random, files: Map<string, string[]>, { language }: HistoryOptions): Record<string, string> {
  const path = `src/${random.pick(["api", "core", "jobs", "model", "web"])}/${random.pick(["index", "client", "store", "types", "format", "queue"])}.${language}`;
  const lines = files.get(path) ?? Array.from({ length: 40 }, (_, line) => `line ${line} of ${path}`);
  for (let count = 0; count < 4; count++)
    lines[random.between(0, lines.length - 1)] =
      `const value${random.between(0, 9999)} = compute(${random.between(0, 9999)});`;
  if (random.chance(0.3))
    lines.push(`export function handler${random.between(0, 9999)}() { return ${random.between(0, 9999)}; }`);
  files.set(path, lines);
  return { [path]: `${lines.join("\n")}\n` };
}
