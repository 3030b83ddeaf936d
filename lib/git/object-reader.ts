// Objects of a bare repository by their ids, as many as one likes for two processes: one tells sizes, and the other gives the bytes
// of what is known to be small enough. (Git can do both in one since 2.36, and 2.34 is to do.)
import { AppError } from "@/lib/domain/errors";
import { type RunningGuest, startGuest } from "./guest-git";

export interface ObjectInfo {
  oid: string;
  type: string;
  sizeBytes: number;
}

/** All of its methods throw AppError git-command, git-missing, and the reason of the signal that ends it. */
export class ObjectReader {
  private readonly directory: string;
  private readonly signal: AbortSignal;
  private sizes?: Conversation;
  private contents?: Conversation;

  constructor(directory: string, signal: AbortSignal) {
    this.directory = directory;
    this.signal = signal;
  }

  /** By whole ids only: anything else is a question to git. Undefined for what is not there. In their order. */
  async infos(oids: readonly string[]): Promise<(ObjectInfo | undefined)[]> {
    if (oids.length === 0) return [];
    this.sizes ??= this.begin("--batch-check");
    const conversation = this.sizes;
    conversation.say(oids);
    const infos: (ObjectInfo | undefined)[] = [];
    for (const oid of oids) {
      const [, type, size] = /^[0-9a-f]+ (commit|tree|blob|tag) (\d+)$/.exec(await conversation.line()) ?? [];
      infos.push(type ? { oid, type, sizeBytes: Number(size) } : undefined);
    }
    return infos;
  }

  /** All of their bytes, as byte strings: what their sizes are has been looked at. */
  async bytes(objects: readonly ObjectInfo[]): Promise<string[]> {
    if (objects.length === 0) return [];
    this.contents ??= this.begin("--batch");
    const conversation = this.contents;
    conversation.say(objects.map(({ oid }) => oid));
    const all: string[] = [];
    for (const { oid, type, sizeBytes } of objects) {
      const line = await conversation.line();
      if (line !== `${oid} ${type} ${sizeBytes}`) throw failed(`${oid} is no object any more`);
      all.push((await conversation.bytes(sizeBytes + 1)).slice(0, -1));
    }
    return all;
  }

  close(): void {
    this.sizes?.close();
    this.contents?.close();
  }

  private begin(how: string): Conversation {
    return new Conversation(startGuest(["cat-file", how], { directory: this.directory, signal: this.signal }));
  }
}

const failed = (detail: string) => new AppError("git-command", { command: "cat-file", detail });

class Conversation {
  private readonly guest: RunningGuest;
  private readonly answers: AsyncIterator<Buffer>;
  private rest: Buffer = Buffer.alloc(0);

  constructor(guest: RunningGuest) {
    this.guest = guest;
    this.answers = guest.stdout[Symbol.asyncIterator]();
  }

  /** Git answers while it is still being asked: what it says is kept by the pipe, and it waits. */
  say(lines: readonly string[]): void {
    this.guest.stdin?.write(lines.map((line) => `${line}\n`).join(""));
  }

  async line(): Promise<string> {
    for (;;) {
      const end = this.rest.indexOf("\n");
      if (end >= 0) return this.take(end + 1).slice(0, -1);
      this.rest = Buffer.concat([this.rest, await this.more()]);
    }
  }

  async bytes(count: number): Promise<string> {
    const chunks = [this.rest];
    for (let had = this.rest.length; had < count; had += chunks.at(-1)?.length ?? 0) chunks.push(await this.more());
    this.rest = Buffer.concat(chunks);
    return this.take(count);
  }

  close(): void {
    this.guest.kill();
  }

  private take(count: number): string {
    const taken = this.rest.subarray(0, count).toString("latin1");
    this.rest = this.rest.subarray(count);
    return taken;
  }

  private async more(): Promise<Buffer> {
    const { value, done } = await this.answers.next();
    if (!done) return value;
    const code = await this.guest.ended;
    throw failed(this.guest.words() || `exit code ${code}`);
  }
}
