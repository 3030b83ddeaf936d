// A repository as a team leaves it after years: topics that are merged, pull requests, releases, files that grow and move.
import { FastImport, runGit } from "@/sandbox/seed/fast-import";
import { Random } from "@/sandbox/seed/random";
import { SourceText } from "./source-text";
import { SourceTree } from "./source-tree";

export interface HistorySize {
  seed: number;
  commits: number;
  /** Files at the end; it begins with a sixth of them. */
  files: number;
  /** Bytes of images and archives, which do not compress. */
  assetBytes: number;
  openBranches: number;
  /** Annotated tags. */
  releases: number;
  /** refs/pull/N/head. */
  pulls: number;
}

interface Change {
  files: Record<string, Buffer | string>;
  removed?: string[];
}

/** Commits to a stream of git-fast-import, so that the stream of a batch fits into memory. */
const BATCH = 1000;
const STEP_SECONDS = 900;
/** A topic begins at one of so many newest commits. */
const MAX_TOPIC_AGE = 60;
const MAIN = "refs/heads/main";

/** Makes a bare repository, packed with bitmaps as a forge keeps it. The same size and seed give the same objects. */
export async function writeRealisticHistory(repository: string, size: HistorySize, until: number): Promise<void> {
  await runGit(["init", "--quiet", "--bare", "-b", "main", repository]);
  // What fast-import writes is repacked below anyway.
  await runGit(["-C", repository, "config", "pack.compression", "1"]);
  const history = new RealisticHistory(size, until);
  while (!history.isComplete) await history.batch().writeTo(repository);
  await history.branches().writeTo(repository);
  await runGit(["-C", repository, "config", "--unset", "pack.compression"]);
  await runGit(["-C", repository, "repack", "-adbqF", "--window=10", "--depth=50"]);
}

class RealisticHistory {
  private readonly size: HistorySize;
  private readonly random: Random;
  private readonly text: SourceText;
  private readonly tree: SourceTree;
  private readonly authors: string[];
  private stream = new FastImport();
  /** Commits of the main line in the stream at hand. */
  private line: number[] = [];
  private time: number;
  private done = 0;
  private assets = 0;
  private pulls = 0;
  private releases = 0;

  constructor(size: HistorySize, until: number) {
    this.size = size;
    this.random = new Random(size.seed);
    this.text = new SourceText(this.random);
    this.tree = new SourceTree(this.random, this.text);
    this.authors = Array.from({ length: 120 }, () => `${capital(this.text.word())} ${capital(this.text.word())}`);
    this.time = until - size.commits * STEP_SECONDS;
  }

  get isComplete(): boolean {
    return this.done >= this.size.commits;
  }

  batch(): FastImport {
    this.stream = new FastImport();
    this.line = [];
    const end = Math.min(this.size.commits, this.done + BATCH);
    if (this.done === 0) this.first();
    else this.line.push(this.commit([], this.change()));
    while (this.done < end) {
      if (this.random.chance(0.35)) this.topic();
      else this.line.push(this.commit(this.tip(), this.change()));
      this.markRelease();
    }
    return this.stream;
  }

  /** Work that is not merged yet. */
  branches(): FastImport {
    this.stream = new FastImport();
    for (let index = 0; index < this.size.openBranches; index++) {
      const ref = `refs/heads/${this.random.pick(["feature", "fix", "spike"])}/${this.text.word()}-${index}`;
      this.commit([], this.change(), ref);
    }
    return this.stream;
  }

  private first(): void {
    const files = Object.fromEntries(Array.from({ length: Math.ceil(this.size.files / 6) }, () => this.tree.add()));
    this.line.push(this.commit([], { files }));
  }

  /** Some commits on what the main line was a while ago, and their merge. */
  private topic(): void {
    const { line, random, size } = this;
    const base = line.slice(-Math.min(line.length, random.between(1, MAX_TOPIC_AGE)))[0];
    let top = base;
    const touched = new Map<string, Buffer | string>();
    const gone = new Set<string>();
    for (let count = random.between(1, 4); count > 0; count--) {
      const { files, removed = [] } = this.change();
      for (const [path, content] of Object.entries(files)) touched.set(path, content);
      for (const path of removed) {
        touched.delete(path);
        gone.add(path);
      }
      top = this.commit(top === undefined ? [] : [top], { files, removed });
    }
    if (top === undefined) return;
    if (this.pulls < size.pulls * (this.done / size.commits)) {
      this.pulls += 1;
      this.stream.reset(`refs/pull/${this.pulls}/head`, top);
    }
    const merged = { files: Object.fromEntries(touched), removed: [...gone] };
    line.push(this.commit([...this.tip(), top], merged, MAIN, `Merge pull request #${this.pulls} from acme/topic\n`));
  }

  /** What one commit changes: mostly one file. */
  private change(): Change {
    const { random, tree, size } = this;
    const files: Change["files"] = {};
    if (tree.size < size.files * (1 / 6 + (5 / 6) * (this.done / size.commits))) {
      const [path, content] = tree.add();
      files[path] = content;
    }
    for (let edits = random.chance(0.5) ? 1 : Math.min(12, this.text.spread(2.5, 0.6)); edits > 0; edits--) {
      const [path, content] = tree.edit();
      files[path] = content;
    }
    if (this.assets < size.assetBytes * (this.done / size.commits)) {
      const bytes = random.between(8_000, 160_000);
      this.assets += bytes;
      // Some are new, some are a new version of an old one.
      files[`assets/image-${random.between(0, 400)}.png`] = random.bytes(bytes);
    }
    if (!random.chance(0.02)) return { files };
    const gone = tree.remove();
    delete files[gone];
    return { files, removed: [gone] };
  }

  private commit(parents: number[], change: Change, ref = MAIN, message?: string): number {
    const author = this.authors[Math.floor(this.authors.length * this.random.next() ** 2)] ?? "Ada Acme";
    this.time += this.random.between(1, 2 * STEP_SECONDS);
    const onto = parents.length === 0 && this.done > 0 ? MAIN : undefined;
    this.done += 1;
    return this.stream.commit({
      ref,
      parents,
      onto,
      message: message ?? this.text.message(author),
      author,
      time: this.time,
      ...change,
    });
  }

  private markRelease(): void {
    const [tip] = this.tip();
    if (tip === undefined || this.releases >= this.size.releases * (this.done / this.size.commits)) return;
    this.releases += 1;
    const notes = `Release ${this.releases}\n\n${this.text.prose(30)}\n`;
    this.stream.annotatedTag(`v1.${this.releases}.0`, tip, notes, this.time);
  }

  private tip(): number[] {
    return this.line.slice(-1);
  }
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
