// One repository of the simulated fleet, as its bare directory on the server: what people and tools do to it in a day.
import { FastImport, runGit } from "@/sandbox/seed/fast-import";
import { Random } from "@/sandbox/seed/random";
import { SourceText } from "../generate/source-text";
import { editLines } from "../generate/source-tree";

const SCRATCH = "refs/scratch/new";

export class LivingRepository {
  readonly directory: string;
  private readonly random: Random;
  private readonly text: SourceText;
  private readonly daily: number;
  private made = 0;
  private time = 0;

  /** `daily`: commits to the default branch on an ordinary day, on average. */
  constructor(directory: string, daily: number, seed: number) {
    this.directory = directory;
    this.daily = daily;
    this.random = new Random(seed);
    this.text = new SourceText(this.random);
  }

  /** Every ref with what it points to, and HEAD's target: what a restore has to give back. */
  async refs(): Promise<string> {
    return refsOf(this.directory);
  }

  async workday(time: number): Promise<void> {
    if (this.daily === 0) return;
    this.time = time;
    const commits = this.random.between(0, Math.round(2 * this.daily));
    if (commits > 0 && (this.daily >= 1 || this.random.chance(this.daily))) await this.push(await this.main(), commits);
    // The busier, the more happens beside the main line.
    const often = Math.min(1, this.daily / 4);
    for (const [probability, deed] of this.deeds()) if (this.random.chance(probability * often)) await deed();
  }

  /** Refs come, go and move; no commit is made. */
  async dayOfRefs(): Promise<void> {
    if (this.daily === 0) return;
    const main = await this.main();
    const old = await this.git("rev-list", "--max-count=1", `--skip=${this.random.between(1, 30)}`, main);
    this.made += 1;
    await this.git("update-ref", `refs/heads/from-old-${this.made}`, old || main);
    await this.git("tag", "-f", "nightly", old || main);
    if (this.random.chance(0.5)) await this.deleteBranch();
    if (this.random.chance(0.3)) await this.rewind(await this.branch());
  }

  private deeds(): [number, () => Promise<void>][] {
    return [
      [0.5, async () => this.newBranch(`refs/heads/topic/${this.name()}`)],
      [0.5, async () => this.newBranch(`refs/pull/${100_000 + ++this.made}/head`)],
      [0.3, async () => this.push(await this.branch(), 1)],
      [0.25, async () => this.forcePush(await this.any("refs/pull"))],
      [0.15, async () => this.forcePush(await this.branch())],
      [0.3, async () => this.deleteBranch()],
      [0.08, async () => this.rewind(await this.branch())],
      [0.02, async () => this.rewind(await this.main())],
      [0.15, async () => this.git("tag", "-a", this.name(), "-m", this.text.prose(20), await this.main())],
      [0.1, async () => this.git("tag", "-f", "-a", "latest", "-m", this.text.prose(5), await this.main())],
      [0.03, async () => this.deleteTag()],
      [0.02, async () => this.renameMain()],
      // After force-pushes the server forgets what no ref reaches.
      [0.05, async () => this.git("gc", "--quiet", "--prune=now")],
    ].map(([probability, deed]) => [probability as number, deed as () => Promise<void>]);
  }

  private async push(ref: string, count: number): Promise<void> {
    await this.git("update-ref", ref, await this.commits(ref, count));
  }

  private async newBranch(ref: string): Promise<void> {
    await this.git("update-ref", ref, await this.commits(await this.main(), this.random.between(1, 3)));
  }

  /** As after a rebase: new commits on the main line of today instead of the old ones. */
  private async forcePush(ref: string | undefined): Promise<void> {
    if (ref && ref !== (await this.main())) await this.newBranch(ref);
  }

  private async rewind(ref: string): Promise<void> {
    const earlier = await this.git("rev-list", "--max-count=1", `--skip=${this.random.between(1, 4)}`, ref);
    if (earlier) await this.git("update-ref", ref, earlier);
  }

  private async deleteBranch(): Promise<void> {
    const ref = await this.branch();
    if (ref !== (await this.main())) await this.git("update-ref", "-d", ref);
  }

  private async deleteTag(): Promise<void> {
    const tag = await this.any("refs/tags");
    if (tag) await this.git("update-ref", "-d", tag);
  }

  /** The default branch gets another name. */
  private async renameMain(): Promise<void> {
    const main = await this.main();
    const next = `refs/heads/${main === "refs/heads/main" ? "trunk" : "main"}`;
    await this.git("update-ref", next, main);
    await this.git("symbolic-ref", "HEAD", next);
    await this.git("update-ref", "-d", main);
  }

  /** Makes commits on top of `ref`, which stays where it is; returns the last one's id. */
  private async commits(ref: string, count: number): Promise<string> {
    const paths = (await this.git("ls-tree", "-r", "--name-only", ref))
      .split("\n")
      .filter((each) => !/\.png$/.test(each));
    const contents = new Map<string, string[]>();
    const stream = new FastImport();
    let tip: number[] = [];
    for (let index = 0; index < count; index++) {
      const files: Record<string, Buffer | string> = {};
      for (let edits = this.random.between(1, 3); edits > 0; edits--) {
        const path = paths[Math.floor(paths.length * this.random.next() ** 1.8)] ?? "README.md";
        const lines = contents.get(path) ?? (await this.git("show", `${ref}:${path}`)).split("\n");
        contents.set(path, lines);
        editLines(lines, lines.length, this.random, this.text);
        files[path] = `${lines.join("\n")}\n`;
      }
      if (this.random.chance(0.01))
        files[`assets/${this.name()}.png`] = this.random.bytes(this.random.between(8_000, 160_000));
      this.time += 60;
      const onto = tip.length === 0 ? ref : undefined;
      const message = this.text.message("Ada Acme");
      tip = [stream.commit({ ref: SCRATCH, parents: tip, onto, message, author: "Ada Acme", time: this.time, files })];
    }
    await stream.writeTo(this.directory);
    const made = await this.git("rev-parse", SCRATCH);
    await this.git("update-ref", "-d", SCRATCH);
    return made;
  }

  private main(): Promise<string> {
    return this.git("symbolic-ref", "HEAD");
  }

  private async branch(): Promise<string> {
    return (await this.any("refs/heads")) ?? (await this.main());
  }

  private async any(below: string): Promise<string | undefined> {
    const refs = (await this.git("for-each-ref", "--format=%(refname)", below)).split("\n").filter(Boolean);
    return refs[this.random.between(0, refs.length - 1)];
  }

  private name(): string {
    this.made += 1;
    return `${this.text.word()}-${this.made}`;
  }

  private async git(...args: string[]): Promise<string> {
    return (await runGit(["-C", this.directory, ...args])).trim();
  }
}

/** One line for HEAD, one for every ref: object, kind, name, and what a tag points to. */
export async function refsOf(directory: string): Promise<string> {
  const format = "--format=%(objectname) %(objecttype) %(refname) %(*objectname)";
  const refs = await runGit(["-C", directory, "for-each-ref", format]);
  return refs;
}
