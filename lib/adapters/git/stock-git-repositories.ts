import { access } from "node:fs/promises";
import path from "node:path";
import type { CommitPage, MoveVerdict, Preparation, RefKind, RefMove, RefPage, Seen } from "@/lib/domain/browse";
import { AppError } from "@/lib/domain/errors";
import { namesOf, unescapePath } from "@/lib/domain/git-path";
import { isRefName, unescapeRefName } from "@/lib/domain/refs";
import { git } from "@/lib/git/git";
import { guestBytes } from "@/lib/git/guest-git";
import type { FileBytes, GitRepositories, WantedRepository } from "@/lib/ports/git-repositories";
import { begun } from "./begun";
import { type Buckets, builder, type MadeRepository } from "./build-repository";
import { commitRow, pageOfCommits, peel } from "./guest-commits";
import { GuestObjects } from "./guest-objects";
import { oidOf, pageOfRefs } from "./guest-refs";
import { type At, entryAt, see } from "./guest-tree";
import { judgeMoves } from "./judge-moves";
import { type CacheLimits, RepositoryCache } from "./repository-cache";
import { Turns } from "./turns";

/** Answers that are being made, and those that wait: a page asks for two or three. */
const READS_AT_ONCE = 4;
const READS_WAITING = 60;

/** A page waits for it. */
const READ_MS = 20_000;

/** Files on their way to somebody: each may take as long as their line is slow. */
const FILES_AT_ONCE = 8;
const FILE_MS = 30 * 60_000;

/** Stock git on repositories that are made of bundles and kept for a while on this machine's disk. */
export class StockGitRepositories implements GitRepositories {
  private readonly cache: RepositoryCache<MadeRepository>;
  private readonly now: () => number;
  private known?: Promise<string | undefined>;
  private readonly reads = new Turns(READS_AT_ONCE, READS_WAITING);
  private readonly files = new Turns(FILES_AT_ONCE, 0);

  /** `now` in ms, for how long something was not used. */
  constructor(sides: Buckets, limits: CacheLimits, now: () => number) {
    this.cache = new RepositoryCache(limits, builder(sides, limits.totalBytes), now);
    this.now = now;
  }

  /** Asked once: it does not change while this process lives. */
  version(): Promise<string | undefined> {
    this.known ??= git(["--version"]).then(
      ({ stdout }) => stdout,
      () => undefined,
    );
    return this.known;
  }

  prepare(wanted: WantedRepository): Preparation {
    const found = this.cache.prepare(wanted);
    return found.state === "ready" ? found.made.facts : found;
  }

  refs(wanted: WantedRepository, query: { kind: RefKind; find: string; offset: number }): Promise<RefPage> {
    return this.ask(wanted, (objects, { head }) => pageOfRefs(objects, { ...query, head }));
  }

  commits(wanted: WantedRepository, query: { ref: string; path: string; offset: number }): Promise<CommitPage> {
    return this.ask(wanted, async (objects) => {
      const bytes = namesOf(unescapePath(query.path)).join("/");
      if (bytes.includes("\n")) throw objects.broken("git cannot be asked what changed below a name with a line break");
      const { row } = await atOf(objects, wanted, query.ref);
      return pageOfCommits(objects, { oid: row.oid, path: bytes, offset: query.offset });
    });
  }

  look(wanted: WantedRepository, query: { ref: string; path: string; find: string }): Promise<Seen> {
    return this.ask(wanted, async (objects) => {
      const at = await atOf(objects, wanted, query.ref);
      return see(objects, { at, path: query.path, find: query.find });
    });
  }

  async file(wanted: WantedRepository, { ref, path: place }: { ref: string; path: string }): Promise<FileBytes> {
    const ends = [await this.files.enter()];
    const end = () => {
      for (const each of ends) each();
    };
    try {
      const { made, release } = this.cache.hold(wanted);
      ends.push(release);
      const { oid, sizeBytes } = await this.fileAt(wanted, made, ref, place);
      const { directory } = made.place;
      const bytes = guestBytes(["cat-file", "blob", oid], { directory, signal: AbortSignal.timeout(FILE_MS) });
      const name = namesOf(unescapePath(place)).at(-1) ?? "";
      return { name, sizeBytes, body: await begun(bytes, FILE_MS, end) };
    } catch (error) {
      end();
      throw error;
    }
  }

  judge(wanted: WantedRepository, moves: readonly RefMove[]): Promise<MoveVerdict[]> {
    return this.read(wanted, ({ place }) => judgeMoves(place, moves, this.now));
  }

  /** Ends what is going on, and removes everything. */
  close(): Promise<void> {
    return this.cache.close();
  }

  private fileAt(wanted: WantedRepository, made: MadeRepository, ref: string, place: string) {
    return this.reads.take(() =>
      GuestObjects.ask(made.place, READ_MS, async (objects) => {
        const entry = await entryAt(objects, { at: await atOf(objects, wanted, ref), path: place });
        const [info] = entry.kind === "submodule" ? [] : await objects.infos([entry.oid]);
        if (info?.type === "blob") return info;
        const kind = entry.kind === "folder" || entry.kind === "submodule" ? entry.kind : "missing object";
        throw new AppError("browse-not-a-file", { path: place || "the top", kind });
      }),
    );
  }

  private ask<T>(
    wanted: WantedRepository,
    work: (objects: GuestObjects, made: MadeRepository) => Promise<T>,
  ): Promise<T> {
    return this.read(wanted, (made) => GuestObjects.ask(made.place, READ_MS, (objects) => work(objects, made)));
  }

  private async read<T>(wanted: WantedRepository, work: (made: MadeRepository) => Promise<T>): Promise<T> {
    const { made, release } = this.cache.hold(wanted);
    try {
      return await this.reads.take(() => work(made));
    } catch (error) {
      // Somebody tidied up the temporary directory: that is no damage.
      if (await isThere(made.place.directory)) throw error;
      this.cache.forget(wanted);
      throw new AppError("browse-preparing", { repository: wanted.item.repository }, { cause: error });
    } finally {
      release();
    }
  }
}

const isThere = (directory: string): Promise<boolean> =>
  access(path.join(directory, "packed-refs")).then(
    () => true,
    () => false,
  );

/** @throws AppError ref-missing, browse-not-a-commit */
async function atOf(objects: GuestObjects, { item, snapshot }: WantedRepository, ref: string): Promise<At> {
  const { repository } = item;
  const name = unescapeRefName(ref);
  const oid = objects.isId(ref) ? ref : isRefName(name) ? await oidOf(objects.place.directory, name) : undefined;
  const [found] = oid ? await peel(objects, [oid]) : [];
  if (!found) throw new AppError("ref-missing", { repository, ref, snapshot });
  if (!found.commit) throw new AppError("browse-not-a-commit", { ref, repository, kind: found.type });
  return { row: commitRow(found.oid, found.commit), tree: found.commit.tree, ref };
}
