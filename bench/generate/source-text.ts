// Text that packs as people's text does: a vocabulary of which some words are common and most are rare, code lines of a
// few shapes, prose for messages. The numbers in it were fitted to the pack of a large real repository (bench/README.md).
import type { Random } from "@/sandbox/seed/random";

const VOCABULARY = 9000;
/** Above 1: the higher, the more often the common words come. */
const SKEW = 2.4;
const ONSETS = "b c d f g h k l m n p r s t v w st tr pr ch br cl".split(" ");
const VOWELS = "a e i o u ea ai o e i".split(" ");
const CODAS = "n r s l m d rd x".split(" ");

export class SourceText {
  private readonly random: Random;
  private readonly words: string[];

  constructor(random: Random) {
    this.random = random;
    this.words = Array.from({ length: VOCABULARY }, () => this.syllables());
  }

  /** One line of code, indented, without its line end. */
  line(): string {
    const { random } = this;
    const indent = "\t".repeat(random.between(0, 3));
    const kind = random.between(0, 9);
    if (kind === 0) return "";
    if (kind === 1) return `${indent}}`;
    if (kind === 2) return `${indent}/* ${this.prose(random.between(3, 9))} */`;
    if (kind === 3) return `${indent}if (${this.name()}->${this.word()} && !${this.name()}(${this.word()}))`;
    if (kind === 4) return `${indent}return ${this.name()}(${this.word()}, ${random.between(0, 64)});`;
    if (kind === 5) return `${indent}for (${this.word()} = 0; ${this.word()} < ${this.name()}; ${this.word()}++) {`;
    if (kind === 6) return `${indent}struct ${this.name()} *${this.word()} = ${this.name()}(${this.word()});`;
    if (kind === 7) return `${indent}die(_("${this.prose(random.between(3, 8))}: %s"), ${this.word()});`;
    if (kind === 8) return `${indent}${this.name()}.${this.word()} = ${this.name()}[${random.between(0, 255)}];`;
    return `${indent}${this.name()}(&${this.word()}, ${this.name()}, "${this.word()}");`;
  }

  lines(count: number): string[] {
    return Array.from({ length: count }, () => this.line());
  }

  prose(count: number): string {
    return Array.from({ length: count }, () => this.word()).join(" ");
  }

  /** Subject, often a body of some paragraphs, and trailers. */
  message(author: string): string {
    const { random } = this;
    const body: string[] = [];
    for (let left = Math.min(400, this.spread(45, 1)); left > 0; left -= 12) body.push(this.prose(Math.min(left, 12)));
    const text = random.chance(0.2) ? "" : `\n${body.join("\n")}\n`;
    return `${this.word()}: ${this.prose(random.between(4, 9))}\n${text}\nSigned-off-by: ${author} <${author.toLowerCase().replaceAll(" ", ".")}@acme.example>\n`;
  }

  word(): string {
    return this.words[Math.floor(this.words.length * this.random.next() ** SKEW)] ?? "word";
  }

  /** Log-normal: most are near `median`, a few far above; `sigma` says how far. A whole number of at least 1. */
  spread(median: number, sigma: number): number {
    const { random } = this;
    const normal = Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
    return Math.max(1, Math.round(median * Math.exp(sigma * normal)));
  }

  private name(): string {
    return this.random.chance(0.6) ? `${this.word()}_${this.word()}` : this.word();
  }

  private syllables(): string {
    const { random } = this;
    let word = "";
    for (let count = random.between(1, 3); count > 0; count--) word += `${any(random, ONSETS)}${any(random, VOWELS)}`;
    return random.chance(0.6) ? word + any(random, CODAS) : word;
  }
}

const any = (random: Random, items: string[]): string => items[random.between(0, items.length - 1)] ?? "";
