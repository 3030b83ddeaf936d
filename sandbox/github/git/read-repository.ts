import { runGit, tryGit } from "./git-process";

export interface Ref {
  name: string;
  id: string;
  type: "commit" | "tag" | "tree" | "blob";
}

interface Signature {
  name: string;
  email: string;
  date: string;
}

export interface CommitFacts {
  id: string;
  tree: string;
  parents: string[];
  author: Signature;
  committer: Signature;
  message: string;
}

const COMMIT_FIELDS = ["%H", "%T", "%P", "%an", "%ae", "%aI", "%cn", "%ce", "%cI", "%B"].join("%x00");

/** The refs whose full name begins with `prefix`, in git's order. */
export async function readRefs(directory: string, prefix: string): Promise<Ref[]> {
  // A pattern of for-each-ref ends at a slash, so the last part of the prefix is compared here.
  const folder = prefix.slice(0, prefix.lastIndexOf("/") + 1);
  const printed = await runGit(directory, "for-each-ref", "--format=%(refname) %(objectname) %(objecttype)", folder);
  return lines(printed)
    .map((line) => {
      const [name = "", id = "", type = "commit"] = line.split(" ");
      return { name, id, type: type as Ref["type"] };
    })
    .filter(({ name }) => name.startsWith(prefix));
}

export async function readRef(directory: string, name: string): Promise<Ref | undefined> {
  return (await readRefs(directory, name)).find((ref) => ref.name === name);
}

/** The commit that `revision` (an id, a branch, a tag) leads to. */
export async function readCommit(directory: string, revision: string): Promise<CommitFacts | undefined> {
  const [commit] = await readHistory(directory, revision, 1);
  return commit;
}

/** The last `count` commits that `revision` leads to; none when it leads nowhere. */
export async function readHistory(directory: string, revision: string, count: number): Promise<CommitFacts[]> {
  const printed = await tryGit(
    directory,
    ...[
      "log",
      "-z",
      `--max-count=${count}`,
      `--format=${COMMIT_FIELDS}%x00`,
      "--end-of-options",
      `${revision}^{commit}`,
    ],
  );
  const fields = printed?.split("\0") ?? [];
  const commits: CommitFacts[] = [];
  for (let at = 0; at + 10 < fields.length; at += 11) {
    const [id = "", tree = "", parents = "", an = "", ae = "", ad = "", cn = "", ce = "", cd = "", message = ""] =
      fields.slice(at, at + 10);
    commits.push({
      id,
      tree,
      parents: parents.split(" ").filter(Boolean),
      author: { name: an, email: ae, date: ad },
      committer: { name: cn, email: ce, date: cd },
      message: message.trimEnd(),
    });
  }
  return commits;
}

export function lines(text: string): string[] {
  return text.split("\n").filter(Boolean);
}
