import { type FastImport, runGit } from "./fast-import";

/** Names that git allows and scripts forget. Byte strings. */
export const ODD_REFS = [
  "refs/heads/über/größe",
  "refs/heads/with'quote",
  'refs/heads/with"double',
  "refs/heads/$dollar;semi&amp|pipe<x>",
  "refs/heads/-leading-dash",
  "refs/heads/日本語",
  "refs/heads/not-utf8-\xff\xfe",
  `refs/heads/${"long-".repeat(38)}end`,
  "refs/heads/100%",
  "refs/notes/commits",
  "refs/stash",
  "refs/custom/keep",
].map((name) => (/[^\x20-\xff]|[äöüß]/.test(name) ? Buffer.from(name, "utf8").toString("latin1") : name));

/** A history whose refs have all of those names, and tags of every kind of object. */
export async function writeOddRefs(stream: FastImport, repository: string): Promise<void> {
  const base = stream.commit({
    ref: "refs/heads/trunk",
    message: "Begin",
    author: "Ada Acme",
    time: 1_750_000_000,
    parents: [],
    files: { "a.txt": "a\n" },
  });
  for (const [index, ref] of ODD_REFS.entries()) {
    stream.commit({
      ref,
      message: `On ${index}`,
      author: "Mina Okafor",
      time: 1_750_000_100 + index,
      parents: [base],
      files: { "a.txt": `${index}\n` },
    });
  }
  stream.reset("refs/heads/same-as-trunk", base);
  stream.annotatedTag("annotated", base, "An annotated tag\n", 1_750_000_200);
  await stream.writeTo(repository);
  await runGit(["-C", repository, "tag", "-a", "nested", "-m", "A tag of a tag", "annotated"]);
  await runGit(["-C", repository, "tag", "of-a-tree", "trunk^{tree}"]);
  await runGit(["-C", repository, "tag", "of-a-blob", "trunk:a.txt"]);
  await runGit(["-C", repository, "symbolic-ref", "refs/heads/alias", "refs/heads/trunk"]);
  await runGit(["-C", repository, "symbolic-ref", "HEAD", "refs/heads/trunk"]);
}
