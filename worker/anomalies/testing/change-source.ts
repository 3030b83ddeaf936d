// What people and attackers do to a repository, done to GitHub's own copy of it.
import { runGit } from "@/sandbox/seed/fast-import";
import type { TestSandbox } from "@/sandbox/testing/test-sandbox";

const IDENTITY = ["-c", "user.name=Ada Acme", "-c", "user.email=ada@acme.example"];

export class Source {
  private readonly directory: string;
  private made = 0;

  constructor(box: TestSandbox, name: string) {
    this.directory = box.sourceOf(name);
  }

  async git(...args: string[]): Promise<string> {
    return (await runGit([...IDENTITY, "-C", this.directory, ...args])).trim();
  }

  /** A commit without files on these parents; each is another one. */
  async commit(...parents: string[]): Promise<string> {
    const tree = await this.git("rev-parse", "refs/heads/main^{tree}");
    const message = `change ${++this.made} of ${Date.now()}`;
    return this.git("commit-tree", tree, "-m", message, ...parents.flatMap((parent) => ["-p", parent]));
  }

  async set(ref: string, to: string): Promise<void> {
    await this.git("update-ref", ref, to);
  }

  async delete(...refs: string[]): Promise<void> {
    for (const ref of refs) await this.git("update-ref", "-d", ref);
  }

  /** So many branches, each with a commit of its own. Their names. */
  async branch(count: number): Promise<string[]> {
    const names = Array.from({ length: count }, (_, at) => `refs/heads/work-${at}`);
    for (const name of names) await this.set(name, await this.commit("refs/heads/main"));
    return names;
  }

  /** Every ref is gone but the default branch, and that one is a commit without a past. */
  async wipe(): Promise<void> {
    await this.set("refs/heads/main", await this.commit());
    await this.leaveOnlyMain();
  }

  async leaveOnlyMain(): Promise<void> {
    const refs = (await this.git("for-each-ref", "--format=%(refname)")).split("\n");
    await this.delete(...refs.filter((name) => name !== "refs/heads/main"));
  }

  refs(): Promise<string> {
    return this.git("for-each-ref", "--format=%(objectname) %(refname)");
  }
}
