// A repository to which things happen: everything people and tools do to refs, by chance but from a seed.
import { runGit } from "../seed/fast-import";
import type { Random } from "../seed/random";

type Deed = (history: RandomHistory) => Promise<string>;

export class RandomHistory {
  /** What happened, for the message of a failing test. */
  readonly log: string[] = [];
  private readonly repository: string;
  private readonly random: Random;
  private count = 0;

  constructor(repository: string, random: Random) {
    this.repository = repository;
    this.random = random;
  }

  /** A day: often nothing, else some deeds. */
  async nextDay(): Promise<void> {
    if (this.random.chance(0.2)) {
      this.log.push("quiet");
      return;
    }
    const deeds = this.random.between(1, 4);
    for (let done = 0; done < deeds; done++) this.log.push(await this.random.pick(DEEDS)(this));
  }

  async git(...args: string[]): Promise<string> {
    return (await runGit(["-C", this.repository, ...args])).trim();
  }

  async branches(): Promise<string[]> {
    return (await this.git("for-each-ref", "--format=%(refname)", "refs/heads")).split("\n").filter(Boolean);
  }

  async anyBranch(): Promise<string | undefined> {
    const [first, ...rest] = await this.branches();
    return first && this.random.pick([first, ...rest]);
  }

  /** A new commit on `parents`; returns its id. */
  async commit(...parents: string[]): Promise<string> {
    this.count += 1;
    const blob = (
      await runGit(
        ["-C", this.repository, "hash-object", "-w", "--stdin"],
        this.random.bytes(40 * this.random.between(1, 30)),
      )
    ).trim();
    const entries = parents[0] ? await this.git("ls-tree", parents[0]) : "";
    const tree = (
      await runGit(
        ["-C", this.repository, "mktree"],
        Buffer.from(`${entries ? `${entries}\n` : ""}100644 blob ${blob}\tf${this.count}\n`),
      )
    ).trim();
    return this.git("commit-tree", tree, "-m", `commit ${this.count}`, ...parents.flatMap((each) => ["-p", each]));
  }

  name(kind: string): string {
    this.count += 1;
    return `${kind}-${this.count}`;
  }

  maybe(probability: number): boolean {
    return this.random.chance(probability);
  }
}

const commitOnBranch: Deed = async (history) => {
  const branch = (await history.anyBranch()) ?? "refs/heads/main";
  const exists = (await history.branches()).includes(branch);
  await history.git("update-ref", branch, await history.commit(...(exists ? [branch] : [])));
  return `commit on ${branch}`;
};

const newBranch: Deed = async (history) => {
  const from = await history.anyBranch();
  if (!from) return commitOnBranch(history);
  const name = `refs/heads/${history.name(history.maybe(0.3) ? "dir/branch" : "branch")}`;
  await history.git("update-ref", name, history.maybe(0.5) ? from : await history.commit(from));
  return `new ${name}`;
};

const deleteBranch: Deed = async (history) => {
  const branch = await history.anyBranch();
  if (!branch) return "nothing to delete";
  await history.git("update-ref", "-d", branch);
  return `delete ${branch}`;
};

const rewind: Deed = async (history) => {
  const branch = await history.anyBranch();
  const parent = branch && (await history.git("rev-list", "--max-count=1", "--skip=2", branch));
  if (!branch || !parent) return "nothing to rewind";
  await history.git("update-ref", branch, parent);
  return `rewind ${branch}`;
};

const forcePush: Deed = async (history) => {
  const branch = await history.anyBranch();
  if (!branch) return "nothing to force-push";
  await history.git("update-ref", branch, await history.commit());
  return `force-push ${branch} to unrelated history`;
};

const merge: Deed = async (history) => {
  const [one, two] = [await history.anyBranch(), await history.anyBranch()];
  if (!one || !two || one === two) return "nothing to merge";
  await history.git("update-ref", one, await history.commit(one, two));
  return `merge ${two} into ${one}`;
};

const annotate: Deed = async (history) => {
  const branch = await history.anyBranch();
  if (!branch) return "nothing to tag";
  const name = history.maybe(0.5) ? "moving" : history.name("v");
  await history.git("tag", "-f", "-a", name, "-m", `tag ${name}`, branch);
  return `annotated tag ${name}`;
};

const lightTag: Deed = async (history) => {
  const branch = await history.anyBranch();
  if (!branch) return "nothing to tag";
  const to = history.maybe(0.3) ? `${branch}^{tree}` : branch;
  await history.git("tag", "-f", history.maybe(0.5) ? "light" : history.name("l"), to);
  return `tag of ${to}`;
};

const deleteTag: Deed = async (history) => {
  const [tag] = (await history.git("tag", "-l")).split("\n").filter(Boolean);
  if (!tag) return "no tag to delete";
  await history.git("tag", "-d", tag);
  return `delete tag ${tag}`;
};

const pullRequest: Deed = async (history) => {
  const branch = await history.anyBranch();
  if (!branch) return "nothing to pull";
  const name = `refs/pull/${history.name("").slice(1)}/head`;
  await history.git("update-ref", name, await history.commit(branch));
  return `new ${name}`;
};

const forgetObjects: Deed = async (history) => {
  await history.git("gc", "--quiet", "--prune=now");
  return "gc";
};

const deleteEverything: Deed = async (history) => {
  if (!history.maybe(0.3)) return commitOnBranch(history);
  for (const ref of (await history.git("for-each-ref", "--format=%(refname)")).split("\n").filter(Boolean))
    await history.git("update-ref", "-d", ref);
  return "delete every ref";
};

const DEEDS: [Deed, ...Deed[]] = [
  commitOnBranch,
  commitOnBranch,
  commitOnBranch,
  newBranch,
  newBranch,
  deleteBranch,
  rewind,
  forcePush,
  merge,
  annotate,
  lightTag,
  deleteTag,
  pullRequest,
  forgetObjects,
  deleteEverything,
];
