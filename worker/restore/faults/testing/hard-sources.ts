// Repositories that a restore finds hard: too large for one push, with a secret, with a broken object, with a huge file.
import { randomBytes } from "node:crypto";
import { FastImport, runGit } from "@/sandbox/seed/fast-import";
import type { TestSandbox } from "@/sandbox/testing/test-sandbox";

const MEBIBYTE = 2 ** 20;
const TIME = 1_760_000_000;
const by = { author: "Ada Acme", time: TIME };

export const SECRET = { name: "Acme API Key", pattern: "acme_[a-z0-9]{12}", value: "acme_0123456789ab" };

/** Commits of a mebibyte that does not compress: twelve on main, four on a branch of the middle, merged later; two tags. */
export async function writeWide(box: TestSandbox, name: string): Promise<void> {
  const stream = new FastImport();
  const add = (ref: string, parents: number[], onto?: string) => {
    const file = `${randomBytes(4).toString("hex")}.bin`;
    return stream.commit({ ...by, ref, message: file, parents, onto, files: { [file]: randomBytes(MEBIBYTE) } });
  };
  const main = "refs/heads/main";
  let tip = add(main, [], main);
  for (let count = 0; count < 5; count++) tip = add(main, [tip]);
  let side = add("refs/heads/side", [tip]);
  for (let count = 0; count < 3; count++) side = add("refs/heads/side", [side]);
  for (let count = 0; count < 5; count++) tip = add(main, [tip]);
  tip = stream.commit({ ...by, ref: main, message: "Merge side", parents: [tip, side], files: {} });
  stream.annotatedTag("all", tip, "Everything\n", TIME);
  add("refs/heads/after", [tip]);
  // Beside every branch, as a release that was never merged.
  const apart = add("refs/tags/apart", [tip]);
  stream.reset("refs/tags/apart", apart);
  await stream.writeTo(box.sourceOf(`acme/${name}`));
}

/** A branch with a secret in a commit that is not its last. */
export async function writeSecret(box: TestSandbox, name: string): Promise<void> {
  const stream = new FastImport();
  const ref = "refs/heads/leak";
  const files = (content: string) => ({ "deploy.env": content });
  const first = stream.commit({
    ...by,
    ref,
    message: "leak",
    parents: [],
    onto: "refs/heads/main",
    files: files(`KEY=${SECRET.value}\n`),
  });
  stream.commit({ ...by, ref, message: "clean", parents: [first], files: files("KEY=\n") });
  await stream.writeTo(box.sourceOf(`acme/${name}`));
}

/** A branch whose commit has an author that `git fsck` complains about. */
export async function writeBroken(box: TestSandbox, name: string): Promise<void> {
  const repository = box.sourceOf(`acme/${name}`);
  const git = (...args: string[]) => runGit(["-C", repository, ...args]);
  const tree = (await git("rev-parse", "main^{tree}")).trim();
  const parent = (await git("rev-parse", "main")).trim();
  const raw = `tree ${tree}\nparent ${parent}\nauthor A <a@b.c> ${TIME} +0000\ncommitter A a@b.c> ${TIME} +0000\n\nbroken\n`;
  const args = ["-C", repository, "hash-object", "-t", "commit", "-w", "--literally", "--stdin"];
  const commit = (await runGit(args, Buffer.from(raw))).trim();
  await git("update-ref", "refs/heads/broken", commit);
}

/** A file over GitHub's 100 MiB, which compresses to little. */
export async function writeHuge(box: TestSandbox, name: string): Promise<void> {
  const stream = new FastImport();
  const onto = "refs/heads/main";
  const files = { "dumps/all.sql": Buffer.alloc(101 * MEBIBYTE, "x") };
  stream.commit({ ...by, ref: "refs/heads/dumps", message: "dump", parents: [], onto, files });
  await stream.writeTo(box.sourceOf(`acme/${name}`));
}
