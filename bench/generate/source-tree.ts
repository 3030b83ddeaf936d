// The files of a generated repository: directories some levels deep, sizes and popularity as unequal as in real ones.
import type { Random } from "@/sandbox/seed/random";
import type { SourceText } from "./source-text";

interface SourceFile {
  path: string;
  lines: string[];
  /** Lines it grows to; above that, as much is taken out as is put in. */
  grownLines: number;
}

const MEDIAN_LINES = 180;
/** How unequal files are in size, and edits in length. */
const SIZE_SIGMA = 1.2;
const EDIT_SIGMA = 1.6;
const MEDIAN_EDIT_LINES = 8;

export class SourceTree {
  private readonly random: Random;
  private readonly text: SourceText;
  private readonly directories: string[] = [""];
  private readonly files: SourceFile[] = [];
  private made = 0;

  constructor(random: Random, text: SourceText) {
    this.random = random;
    this.text = text;
  }

  get size(): number {
    return this.files.length;
  }

  /** A new file, sometimes in a new directory; returns what it holds. */
  add(): [string, string] {
    const { random, text } = this;
    this.made += 1;
    if (this.directories.length < 6 || random.chance(0.05)) {
      const parent = this.directories[Math.floor(this.directories.length * random.next() ** 2)] ?? "";
      if (parent.split("/").length <= 4) this.directories.push(`${parent}${text.word()}-${this.directories.length}/`);
    }
    const directory = this.directories[Math.floor(this.directories.length * random.next() ** 3)] ?? "";
    const path = `${directory}${text.word()}-${this.made}.${random.pick(["c", "h", "sh", "txt", "py"])}`;
    const grownLines = text.spread(MEDIAN_LINES, SIZE_SIGMA);
    const file = { path, lines: text.lines(Math.min(grownLines, text.spread(60, 0.8))), grownLines };
    this.files.push(file);
    return [path, contentOf(file)];
  }

  /** Changes some lines of a file. Some files are edited all the time, most hardly ever. */
  edit(): [string, string] {
    const file = this.files[Math.floor(this.files.length * this.random.next() ** 1.8)];
    if (!file) return this.add();
    editLines(file.lines, file.grownLines, this.random, this.text);
    return [file.path, contentOf(file)];
  }

  /** Takes a file away; returns its path. */
  remove(): string {
    const [file] = this.files.splice(this.random.between(0, this.files.length - 1), 1);
    return file?.path ?? "";
  }
}

/** Some lines go, some come, at a few places. `grownLines`: from this length on as much goes as comes. */
export function editLines(lines: string[], grownLines: number, random: Random, text: SourceText): void {
  for (let hunks = text.spread(1.4, 0.6); hunks > 0; hunks--) {
    const added = Math.min(600, text.spread(MEDIAN_EDIT_LINES, EDIT_SIGMA));
    const removed = lines.length > grownLines ? added : Math.floor(added * random.next());
    // A fifth of what is put in was moved or copied from elsewhere in the file.
    const from = random.between(0, lines.length);
    const fresh = random.chance(0.2) ? lines.slice(from, from + added) : text.lines(added);
    lines.splice(random.between(0, lines.length), removed, ...fresh);
  }
}

const contentOf = ({ lines }: SourceFile): string => `${lines.join("\n")}\n`;
