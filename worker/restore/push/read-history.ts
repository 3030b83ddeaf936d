import type { HistoryCommit } from "@/lib/domain/push-plan";
import { git, gitLines, gitPipe } from "@/lib/git/git";

/** Bytes of the packs on disk: about what a push of everything takes. */
export async function packBytes(directory: string, signal: AbortSignal): Promise<number> {
  const { stdout } = await git(["-C", directory, "count-objects", "-v"], { signal });
  const kib = (name: string) => Number(new RegExp(`^${name}: (\\d+)$`, "m").exec(stdout)?.[1] ?? 0);
  return (kib("size-pack") + kib("size")) * 1024;
}

/**
 * Every commit that `wanted` reaches and `there` does not, parents first, each with the bytes on disk of the objects it is
 * the first to have: an estimate of what it adds to a pack. What of `there` is not known here is left out.
 */
export async function readHistory(
  directory: string,
  wanted: readonly string[],
  there: readonly string[],
  signal: AbortSignal,
): Promise<HistoryCommit[]> {
  const list = ["rev-list", "--stdin", "--ignore-missing", "--topo-order", "--reverse", "--parents", "--objects"];
  const sizes = ["cat-file", "--buffer", "--batch-check=%(objectname) %(objecttype) %(objectsize:disk) %(rest)"];
  const input = [...wanted, ...there.map((oid) => `^${oid}`), ""].join("\n");
  const options = { cwd: directory, signal, input };
  const commits: HistoryCommit[] = [];
  let last: HistoryCommit | undefined;
  let before = 0;
  for await (const line of gitPipe([...list, "--in-commit-order", "--no-object-names"], sizes, options)) {
    const [oid = "", type, size = "0", ...parents] = line.trimEnd().split(" ");
    if (type === "commit") {
      last = { oid, parents, bytes: Number(size) + before };
      before = 0;
      commits.push(last);
    } else if (last) last.bytes += Number(size);
    else before += Number(size);
  }
  return commits;
}

/** Files over `limit` bytes that a branch or a tag reaches, the largest first. */
export async function findOversized(
  directory: string,
  limit: number,
  signal: AbortSignal,
): Promise<{ path: string; bytes: number }[]> {
  const large = new Map<string, number>();
  const every = ["cat-file", "--batch-all-objects", "--unordered", "--buffer"];
  const format = "--batch-check=%(objecttype) %(objectsize) %(objectname)";
  for await (const line of gitLines([...every, format], { cwd: directory, signal })) {
    const [type, size, oid = ""] = line.split(" ");
    if (type === "blob" && Number(size) > limit) large.set(oid, Number(size));
  }
  if (large.size === 0) return [];
  const found: { path: string; bytes: number }[] = [];
  // In refs GitHub takes no push to, anything may stand.
  for await (const line of gitLines(["rev-list", "--objects", "--branches", "--tags"], { cwd: directory, signal })) {
    const bytes = large.get(line.split(" ", 1)[0] ?? "");
    if (bytes !== undefined) found.push({ path: line.slice(line.indexOf(" ") + 1), bytes });
  }
  return found.sort((a, b) => b.bytes - a.bytes);
}
