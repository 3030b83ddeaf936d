import type { CommitPage, CommitRow } from "@/lib/domain/browse";
import { type CommitObject, parseCommit, parseTag } from "@/lib/domain/git-objects";
import type { GuestObjects } from "./guest-objects";

/** What an id leads to, through annotated tags. */
export interface Peeled {
  oid: string;
  type: string;
  commit?: CommitObject;
}

/** A commit is some hundred bytes; some have a release's notes for a message. */
const MOST_COMMIT_BYTES = 256 * 1024;

/** Tags of tags of tags: nobody has more in earnest. */
const MOST_TAGS = 5;

/** In the order of the ids; undefined for what is not there. */
export async function peel(objects: GuestObjects, oids: readonly string[]): Promise<(Peeled | undefined)[]> {
  let ids = [...oids];
  const result = new Array<Peeled | undefined>(oids.length);
  for (let depth = 0; depth <= MOST_TAGS; depth++) {
    const infos = await objects.infos(ids);
    const small = infos.map((info) => (info?.type === "commit" || info?.type === "tag" ? info.oid : undefined));
    const read = await objects.contents(
      small.filter((oid) => oid !== undefined),
      MOST_COMMIT_BYTES,
    );
    const bytes = new Map(small.filter((oid) => oid !== undefined).map((oid, index) => [oid, read[index]]));
    const further: (string | undefined)[] = infos.map((info, index) => {
      if (!info) return undefined;
      const text = bytes.get(info.oid);
      const tag = info.type === "tag" && text !== undefined ? parseTag(text) : undefined;
      if (tag) return tag.oid;
      const commit = info.type === "commit" ? (text === undefined ? TOO_LARGE : parseCommit(text)) : undefined;
      result[index] ??= { oid: info.oid, type: info.type, commit };
      return undefined;
    });
    if (further.every((oid) => oid === undefined)) break;
    // What has been found is asked for once more; it is the same.
    ids = ids.map((oid, index) => further[index] ?? oid);
  }
  return result;
}

const TOO_LARGE: CommitObject = {
  ...{ tree: "", parents: [], author: { name: "" }, committer: { name: "" } },
  subject: "(a commit too large to be shown)",
};

export const commitRow = (oid: string, { subject, author, committer, parents }: CommitObject): CommitRow => ({
  oid,
  subject,
  author,
  committedAt: committer.at,
  parents: parents.length,
});

const PER_PAGE = 50;
const OID_LINE_BYTES = 65;

/** From the newest on. With a path (bytes), what changed something there. */
export async function pageOfCommits(
  objects: GuestObjects,
  { oid, path, offset }: { oid: string; path: string; offset: number },
): Promise<CommitPage> {
  const args = ["rev-list", `--max-count=${PER_PAGE + 1}`, `--skip=${offset}`, "--stdin"];
  const input = path === "" ? `${oid}\n` : `${oid}\n--\n${path}\n`;
  const { exitCode, stdout, words } = await objects.git(args, (PER_PAGE + 2) * OID_LINE_BYTES, input);
  if (exitCode !== 0) throw objects.broken(words || `git rev-list exit code ${exitCode}`);
  const oids = stdout.split("\n").filter(Boolean);
  const page = oids.slice(0, PER_PAGE);
  const read = await objects.contents(page, MOST_COMMIT_BYTES);
  const rows = page.map((each, index) => {
    const bytes = read[index];
    return commitRow(each, (bytes === undefined ? undefined : parseCommit(bytes)) ?? TOO_LARGE);
  });
  return { rows, next: oids.length > PER_PAGE ? offset + PER_PAGE : undefined };
}
