// A history with everything in it that a viewer of files has to get right: odd names, links, a submodule, binary and large files.
import { runGit } from "../seed/fast-import";

const latin1 = (text: string) => Buffer.from(text, "latin1");

export const CURIOUS = {
  /** Bytes, as `latin1`. */
  names: {
    lineBreak: "two\nlines.txt",
    notUtf8: "caf\xe9.txt",
    backslash: "back\\x41slash.txt",
    turned: "\xe2\x80\xaegnp.exe",
    script: "<img src=x onerror=alert(1)>",
    option: "--upload-pack=touch gone",
    wild: "*.md",
  },
  readme: "# Curious\n\nPlain words.\n",
  trojan: 'if (user !== "admin\u202e \u2066// only admins\u2069 \u2066") {\n}\n',
  binary: Buffer.from([0, 1, 2, 255, 0, 10, 13, 26]),
  latin: latin1("na\xefve\r\nline two\r\n"),
  lfs: `version https://git-lfs.github.com/spec/v1\noid sha256:${"a".repeat(64)}\nsize 12345\n`,
  target: "../../../../etc/passwd",
  submodule: "1".repeat(40),
  huge: Buffer.from("all work and no play\n".repeat(40_000)),
} as const;

/** Commits it to `refs/heads/curious` of a bare repository, and names a blob and a tree by tags. @returns the commit's id */
export async function writeCuriousHistory(repository: string, branch = "refs/heads/curious"): Promise<string> {
  const git = async (args: string[], input?: Buffer) => (await runGit(["-C", repository, ...args], input)).trim();
  const blob = (content: string | Buffer) => git(["hash-object", "-w", "--stdin"], Buffer.from(content));
  const tree = (rows: [mode: string, type: string, oid: string, name: string][]) =>
    git(
      ["mktree", "-z", "--missing"],
      latin1(rows.map(([mode, type, oid, name]) => `${mode} ${type} ${oid}\t${name}\0`).join("")),
    );
  const { names } = CURIOUS;
  const readme = await blob(CURIOUS.readme);
  const empty = await tree([]);
  const odd = await tree(Object.values(names).map((name) => ["100644", "blob", readme, name]));
  const deep = await tree([["100755", "blob", await blob("#!/bin/sh\necho deep\n"), "run.sh"]]);
  const top = await tree([
    ["100644", "blob", readme, "README.md"],
    ["100644", "blob", await blob(CURIOUS.trojan), "trojan.js"],
    ["100644", "blob", await blob(CURIOUS.binary), "logo.png"],
    ["100644", "blob", await blob(CURIOUS.latin), "latin1.txt"],
    ["100644", "blob", await blob(CURIOUS.lfs), "video.mp4"],
    ["100644", "blob", await blob(""), "empty.txt"],
    ["100644", "blob", await blob(CURIOUS.huge), "huge.log"],
    ["120000", "blob", await blob(CURIOUS.target), "passwd"],
    ["160000", "commit", CURIOUS.submodule, "vendor"],
    ["040000", "tree", odd, "odd"],
    ["040000", "tree", empty, "nothing"],
    ["040000", "tree", deep, "scripts"],
  ]);
  const commit = await git(["commit-tree", top, "-m", "Everything <b>odd</b>\n\nand its body"]);
  await git(["update-ref", branch, commit]);
  await git(["update-ref", "refs/tags/a-blob", readme]);
  await git(["update-ref", "refs/tags/a-tree", top]);
  await git(["tag", "-f", "-a", "-m", "annotated", "v-curious", commit]);
  const nothing = await git(["commit-tree", empty, "-m", "nothing at all"]);
  await git(["update-ref", "refs/heads/empty-tree", nothing]);
  // Whoever follows it sees another commit in the place of this one.
  await git(["update-ref", `refs/replace/${commit}`, nothing]);
  return commit;
}
