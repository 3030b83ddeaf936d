// One pack, kept on scratch disk as it streams by and then indexed by git: deltas resolve, every object's name is its
// content's, every object that another one names is there, and so is every tip. The stream waits for the disk and for git
// as it waits for S3. What they cannot do for reasons of their own (no space, no memory, stuck) is let go and told, and
// the capture goes on without the check.
import { type FileHandle, open, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { type ConnectivityPolicy, indexBytes, type NotChecked, reasonToLetGo } from "@/lib/domain/pack-checks";
import type { GitRunner, RunningGit } from "../git-runner";
import { WireError } from "../git-wire/wire-error";
import type { ScratchBudget } from "./connectivity-budget";
import { firstMissing } from "./connectivity-index";

/** A disk that takes no byte for so long is stuck, and so is a git that is not done then, plus END_MS_PER_BYTE. */
export const STALL_MS = 120_000;
/** A core resolves about 10 MB of pack a second. Ten times as long is not work any more. */
const END_MS_PER_BYTE = 1 / 1000;
const PACK_HEAD_BYTES = 12;

/** Words of git about its own machine, not about the pack. */
const MACHINE_TROUBLE =
  /no space left|disk quota|out of memory|cannot allocate|attempting to allocate|(unable to|cannot) (create|open|write|rename|store|access|pread)|write error|read-only file system|permission denied|too many open files|resource temporarily unavailable|a git repository|usage:|unknown option|not found/i;

/** Words of git about a pack that is sound and not whole; all others are about damage. */
const INCOMPLETE = /did not receive expected object|unresolved delta|not all child objects/i;

/**
 * As `git clone` does it: objects are parsed and every link of a full pack is followed (git-index-pack(1) calls the option
 * internal), no rule of fsck is applied, which real histories break. Git exits with 128 when an object is missing.
 */
export const INDEX_PACK = [
  // The files are read once and thrown away, so they need not be on the disk for sure; and many gits share the memory.
  ...[
    "core.fsync=none",
    "core.deltaBaseCacheLimit=16m",
    "core.bigFileThreshold=16m",
    "pack.writeReverseIndex=false",
  ].flatMap((each) => ["-c", each]),
  ...["index-pack", "--threads=1", "--check-self-contained-and-connected"],
];

export interface ConnectivityOptions {
  objectFormat: "sha1" | "sha256";
  /** Object ids that must be in the pack, each with a ref that names it. */
  wanted: ReadonlyMap<string, string>;
  policy: ConnectivityPolicy;
  budget: ScratchBudget;
  /** Runs INDEX_PACK in `directory`, which holds a bare repository without objects for each object format. */
  runner: GitRunner;
  directory: string;
  /** First part of this pack's file names there. */
  name: string;
  /** See STALL_MS. */
  stallMs: number;
  signal: AbortSignal;
  /** Told why it could not be done, for the log. */
  onTrouble: (detail: string) => void;
}

export class ConnectivityCheck {
  private readonly options: ConnectivityOptions;
  private readonly file: string;
  private readonly opening: Promise<FileHandle>;
  private state: "open" | "passed" | "given-up" = "open";
  private why?: NotChecked;
  private head = Buffer.alloc(0);
  private packBytes = 0;
  private reserved = 0;
  private git?: RunningGit;
  private cleaned?: Promise<void>;
  private readonly stop = () => this.giveUp();

  constructor(options: ConnectivityOptions) {
    this.options = options;
    this.file = `${options.name}.pack`;
    this.opening = open(path.join(options.directory, this.file), "w");
    this.opening.catch(() => undefined);
    options.signal.addEventListener("abort", this.stop, { once: true });
    if (options.signal.aborted) this.stop();
  }

  /** Whether everything was there; else why that was not looked at, once the stream has ended. */
  get outcome(): "passed" | NotChecked {
    return this.state === "passed" ? "passed" : (this.why ?? "failed");
  }

  /** Resolves when more may come. Never throws: what cannot be kept is let go. */
  async write(chunk: Buffer): Promise<void> {
    if (this.state !== "open") return;
    const refused = this.reserve(chunk);
    if (refused) return this.giveUp(refused);
    const writing = this.opening.then((file) => file.writeFile(chunk));
    writing.catch(() => undefined);
    try {
      if (!(await inTime(writing, this.options.stallMs)))
        this.giveUp("failed", `the disk took nothing for ${this.options.stallMs / 1000} s`);
    } catch (error) {
      this.giveUp("scratch", (error as Error).message);
    }
  }

  /** After the last byte. @throws WireError incomplete, pack */
  async end(): Promise<void> {
    if (this.state === "open") await this.index();
    if (this.state === "open") await this.findTips();
    if (this.state === "open") this.state = "passed";
    await this.close();
  }

  /** Ends git and removes what was written. Harmless at any time, and more than once. */
  async close(): Promise<void> {
    this.giveUp();
    await this.cleaned;
  }

  /** Takes scratch for the chunk, and for the index once the pack has said how many objects it has. */
  private reserve(chunk: Buffer): NotChecked | undefined {
    const { policy, budget, objectFormat } = this.options;
    let bytes = chunk.length;
    if (this.head.length < PACK_HEAD_BYTES) {
      this.head = Buffer.concat([this.head, chunk.subarray(0, PACK_HEAD_BYTES - this.head.length)]);
      if (this.head.length === PACK_HEAD_BYTES) bytes += indexBytes(this.head.readUInt32BE(8), objectFormat);
    }
    this.packBytes += chunk.length;
    const tooLarge = reasonToLetGo(policy, this.packBytes);
    if (tooLarge) return tooLarge;
    if (!budget.take(bytes)) return "scratch";
    this.reserved += bytes;
    return undefined;
  }

  private async index(): Promise<void> {
    const { runner, objectFormat, stallMs, directory } = this.options;
    const git = runner.run(objectFormat, this.file);
    this.git = git;
    await git.started;
    const deadline = stallMs + this.packBytes * END_MS_PER_BYTE;
    if (!(await inTime(git.ended, deadline)))
      return this.giveUp("failed", `git did not end within ${Math.round(deadline / 1000)} s`);
    const exitCode = await git.ended;
    if (exitCode === 0 || this.state !== "open") return;
    const said = await readFile(path.join(directory, `${this.file}.log`), "utf8").catch(() => "");
    const words = said.trim().split("\n").slice(-3).join("; ");
    // A process that was killed says nothing: the kernel takes the largest when memory is short.
    if (words === "" || MACHINE_TROUBLE.test(words))
      return this.giveUp("failed", words || `git ended with ${exitCode} and said nothing`);
    const fault = INCOMPLETE.test(words) ? "incomplete" : "pack";
    throw new WireError(fault, words.replace(/(^|; )(fatal|error): /g, "$1"));
  }

  /** No object links to a tip, so git cannot miss one: they are looked up in the index it wrote. */
  private async findTips(): Promise<void> {
    const { directory, name, objectFormat, wanted } = this.options;
    let missing: string | undefined;
    try {
      missing = await firstMissing(path.join(directory, `${name}.idx`), objectFormat, wanted.keys());
    } catch (error) {
      return this.giveUp("failed", (error as Error).message);
    }
    if (missing) throw new WireError("incomplete", `it lacks ${missing}, which ${wanted.get(missing)} points to`);
  }

  /** Lets go and cleans up; the first reason stands. */
  private giveUp(why?: NotChecked, detail?: string): void {
    if (this.state === "open") {
      this.state = "given-up";
      this.why = why;
      if (detail !== undefined) this.options.onTrouble(detail);
    }
    this.options.signal.removeEventListener("abort", this.stop);
    this.cleaned ??= this.cleanUp();
  }

  private async cleanUp(): Promise<void> {
    const { stallMs, onTrouble } = this.options;
    try {
      if (!(await inTime(this.remove(), stallMs))) onTrouble("its scratch files are still there: the disk hangs");
    } catch (error) {
      onTrouble(`its scratch files are still there: ${(error as Error).message}`);
    }
  }

  private async remove(): Promise<void> {
    const { directory, name, budget } = this.options;
    this.git?.kill();
    await this.git?.ended;
    await this.opening.then((file) => file.close()).catch(() => undefined);
    for (const each of [this.file, `${name}.idx`, `${this.file}.log`])
      await rm(path.join(directory, each), { recursive: true, force: true });
    // Only now is the disk free again.
    budget.give(this.reserved);
  }
}

/** Whether `done` is settled within `ms`. @throws what it throws */
async function inTime(done: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  try {
    return await Promise.race([done.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
