// Objects of one repository by their ids, for one question. Nothing but an id is ever said to git, and a path where a history is
// asked for: no name, no expression.
import { AppError, hasCode } from "@/lib/domain/errors";
import type { ObjectFormat } from "@/lib/domain/git-objects";
import { guestGit, withDeadline } from "@/lib/git/guest-git";
import { type ObjectInfo, ObjectReader } from "@/lib/git/object-reader";

export interface GuestPlace {
  directory: string;
  format: ObjectFormat;
  /** For what is told. */
  repository: string;
}

const ID_CHARACTERS = { sha1: 40, sha256: 64 };

export class GuestObjects {
  readonly place: GuestPlace;
  private readonly reader: ObjectReader;
  private readonly signal: AbortSignal;

  private constructor(place: GuestPlace, signal: AbortSignal) {
    this.place = place;
    this.signal = signal;
    this.reader = new ObjectReader(place.directory, signal);
  }

  /** For as long as `work` lasts, and `ms` at most. @throws AppError git-slow, git-missing, browse-object when git fails */
  static async ask<T>(place: GuestPlace, ms: number, work: (objects: GuestObjects) => Promise<T>): Promise<T> {
    return withDeadline(ms, undefined, async (signal) => {
      const objects = new GuestObjects(place, signal);
      try {
        return await work(objects);
      } catch (error) {
        throw hasCode(error, "git-command") ? objects.broken(error.message, error) : error;
      } finally {
        objects.reader.close();
      }
    });
  }

  /** Type and size of each; undefined for what is not there, and for what is no whole id. In the order of the ids. */
  async infos(oids: readonly string[]): Promise<(ObjectInfo | undefined)[]> {
    const asked = [...new Set(oids)].filter((oid) => this.isId(oid));
    const infos = await this.reader.infos(asked);
    const byId = new Map(asked.map((oid, index) => [oid, infos[index]]));
    return oids.map((oid) => byId.get(oid));
  }

  /** The bytes of each that is no larger than `maxBytes`; undefined for the others, and for what is not there. */
  async contents(oids: readonly string[], maxBytes: number): Promise<(string | undefined)[]> {
    const infos = await this.infos(oids);
    const small = new Map<string, ObjectInfo>();
    for (const info of infos) if (info && info.sizeBytes <= maxBytes) small.set(info.oid, info);
    const bytes = await this.reader.bytes([...small.values()]);
    const byId = new Map([...small.keys()].map((oid, index) => [oid, bytes[index]]));
    return oids.map((oid) => byId.get(oid));
  }

  isId(oid: string): boolean {
    return oid.length === ID_CHARACTERS[this.place.format] && /^[0-9a-f]+$/.test(oid);
  }

  /** A command of its own; `text` for its standard input. */
  git(args: string[], maxBytes: number, text = "") {
    const { directory } = this.place;
    return guestGit(args, { directory, signal: this.signal, maxBytes, text });
  }

  broken(detail: string, cause?: unknown): AppError {
    return new AppError("browse-object", { repository: this.place.repository, detail }, { cause });
  }
}
