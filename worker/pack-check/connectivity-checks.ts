// The connectivity checks of one run: they share the policy, a budget of scratch disk, and a directory that goes with the run.
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { asAppError, hasCode } from "@/lib/domain/errors";
import { type ConnectivityPolicy, NOT_CHECKED, type NotChecked, reasonNotToBegin } from "@/lib/domain/pack-checks";
import { git } from "@/lib/git/git";
import { GitRunner } from "../git-runner";
import type { Log } from "../log";
import { ScratchBudget } from "./connectivity-budget";
import { ConnectivityCheck, INDEX_PACK, STALL_MS } from "./connectivity-check";

const PREFIX = "holdfast-packs-";
/** A run that is alive writes there much more often. */
const ABANDONED_MS = 24 * 3600 * 1000;

export interface ConnectivityChecksOptions {
  policy: ConnectivityPolicy;
  /** Bytes of disk all checks together may take at any time. */
  scratchBytes: number;
  /** Where the run's own directory is made; the system's temporary directory when missing. */
  scratchDir?: string;
  /** See STALL_MS. */
  stallMs?: number;
  log: Log;
  signal: AbortSignal;
}

export interface CheckedBundle {
  /** For the log. */
  name: string;
  kind: "full" | "incremental";
  objectFormat: "sha1" | "sha256";
  /** Object ids that must be in the pack, each with a ref that names it. */
  wanted: ReadonlyMap<string, string>;
}

export class ConnectivityChecks {
  private readonly options: ConnectivityChecksOptions;
  private readonly budget: ScratchBudget;
  /** Made with the first check: a day on which nothing changed needs no disk and no git. */
  private root?: Promise<string | NotChecked>;
  private readonly skeletons = new Map<string, Promise<void>>();
  private runner?: GitRunner;
  private count = 0;

  constructor(options: ConnectivityChecksOptions) {
    this.options = options;
    this.budget = new ScratchBudget(options.scratchBytes);
  }

  /** The check of a bundle that is about to stream, or why it is not checked. Never throws: a check stops no backup. */
  async open(bundle: CheckedBundle): Promise<{ connectivity?: ConnectivityCheck; refused?: NotChecked }> {
    const { policy, signal } = this.options;
    const refused = reasonNotToBegin(policy.mode, bundle.kind);
    if (refused) return { refused };
    try {
      this.root ??= this.prepare();
      const root = await this.root;
      if (isReason(root)) return { refused: root };
      await this.skeleton(root, bundle.objectFormat);
      this.runner ??= new GitRunner(root, INDEX_PACK);
      const connectivity = new ConnectivityCheck({
        ...bundle,
        policy,
        budget: this.budget,
        runner: this.runner,
        directory: root,
        name: String(this.count++),
        stallMs: this.options.stallMs ?? STALL_MS,
        signal,
        onTrouble: (detail) => this.tell(bundle.name, detail),
      });
      return { connectivity };
    } catch (error) {
      this.tell(bundle.name, (error as Error).message);
      return { refused: "failed" };
    }
  }

  /** Ends and removes whatever is left. */
  async close(): Promise<void> {
    await this.runner?.close();
    const root = await this.root?.catch(() => undefined);
    if (root !== undefined && !isReason(root)) await rm(root, { recursive: true, force: true, maxRetries: 2 });
  }

  private async prepare(): Promise<string | NotChecked> {
    const { scratchDir, log } = this.options;
    try {
      await git(["version"]);
      const parent = scratchDir ?? tmpdir();
      await sweep(parent);
      return await mkdtemp(path.join(parent, PREFIX));
    } catch (error) {
      const missing = hasCode(error, "git-missing");
      const message = error instanceof Error ? error.message : String(error);
      const { code, hint } = missing ? asAppError(error) : { code: undefined, hint: undefined };
      log.warn("connectivity-off", `bundles are stored without the check of their connectivity: ${message}`, {
        code,
        hint,
      });
      return missing ? "no-git" : "failed";
    }
  }

  /** What git takes for a bare repository (gitrepository-layout(5)), without a process per repository to make one. */
  private skeleton(root: string, objectFormat: "sha1" | "sha256"): Promise<void> {
    const made = this.skeletons.get(objectFormat) ?? writeSkeleton(path.join(root, objectFormat), objectFormat);
    this.skeletons.set(objectFormat, made);
    return made;
  }

  private tell(name: string, detail: string): void {
    this.options.log.warn("connectivity-not-checked", `${name}: its connectivity is not checked: ${detail}`, {
      repo: name,
    });
  }
}

/** A worker that was killed could not clean up. */
async function sweep(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    if (!name.startsWith(PREFIX)) continue;
    const directory = path.join(parent, name);
    try {
      const { mtimeMs } = await stat(directory);
      if (Date.now() - mtimeMs > ABANDONED_MS) await rm(directory, { recursive: true, force: true });
    } catch {
      // It has gone meanwhile, or is another user's: not worth a check of anything.
    }
  }
}

async function writeSkeleton(directory: string, objectFormat: "sha1" | "sha256"): Promise<void> {
  await mkdir(path.join(directory, "objects"), { recursive: true });
  await mkdir(path.join(directory, "refs"));
  await writeFile(path.join(directory, "HEAD"), "ref: refs/heads/main\n");
  const extension = objectFormat === "sha1" ? "" : `[extensions]\n\tobjectFormat = ${objectFormat}\n`;
  const version = objectFormat === "sha1" ? 0 : 1;
  await writeFile(
    path.join(directory, "config"),
    `[core]\n\trepositoryFormatVersion = ${version}\n\tbare = true\n${extension}`,
  );
}

function isReason(value: string): value is NotChecked {
  return Object.hasOwn(NOT_CHECKED, value);
}
