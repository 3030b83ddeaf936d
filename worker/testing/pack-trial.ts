// Packs that a server could serve, sound or not, and what becomes of them on their way into a bundle.
import { execFileSync } from "node:child_process";
import { mkdtemp, readdir, readFile, readlink, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { FastImport, GIT_ENVIRONMENT, runGit } from "@/sandbox/seed/fast-import";
import { GitServer } from "../git-wire/git-server";
import { everything, streamBundle } from "../git-wire/stream-bundle";
import { createLog } from "../log";
import { ConnectivityChecks, type ConnectivityChecksOptions } from "../pack-check/connectivity-checks";
import { PackServer, type Served } from "./pack-server";

export const MIB = 1024 * 1024;
const ENV = GIT_ENVIRONMENT as unknown as NodeJS.ProcessEnv;

export class PackTrial {
  private readonly home: string;
  private readonly opened: { close(): Promise<void> }[] = [];
  /** Of the checks made last. */
  scratch = "";
  logged: string[] = [];

  private constructor(home: string) {
    this.home = home;
  }

  static async open(): Promise<PackTrial> {
    return new PackTrial(await mkdtemp(path.join(tmpdir(), "holdfast-trial-")));
  }

  /** Closes servers and checks; `end` also removes the repositories. */
  async close(): Promise<void> {
    for (const each of this.opened.splice(0)) await each.close();
  }

  async end(): Promise<void> {
    await this.close();
    await rm(this.home, { recursive: true, force: true });
  }

  async repository(
    name: string,
    objectFormat: string,
    write: (stream: FastImport, directory: string) => Promise<void>,
  ): Promise<string> {
    const directory = path.join(this.home, `${name.replaceAll(/\W/g, "-")}.git`);
    await runGit(["init", "--quiet", "--bare", `--object-format=${objectFormat}`, directory]);
    await write(new FastImport(), directory);
    return directory;
  }

  async checks(options: Partial<ConnectivityChecksOptions> = {}): Promise<ConnectivityChecks> {
    this.scratch = await mkdtemp(path.join(this.home, "scratch-"));
    const logged: string[] = [];
    this.logged = logged;
    const made = new ConnectivityChecks({
      policy: { mode: "all", smallBytes: 0 },
      scratchBytes: 64 * MIB,
      scratchDir: this.scratch,
      log: createLog({ format: "json", write: (line) => logged.push(line), now: () => new Date(0) }),
      signal: new AbortController().signal,
      ...options,
    });
    this.opened.push(made);
    return made;
  }

  /** Serves over HTTP, streams into a bundle through the check, as a capture does; `each` sees the chunks go by. */
  async capture(
    served: Served,
    checks: ConnectivityChecks,
    each: (bytes: number) => Promise<void> = async () => undefined,
  ): Promise<{ outcome: string; whole: boolean }> {
    const server = await PackServer.start(served);
    this.opened.push(server);
    const git = new GitServer(`${server.url}/acme/api.git`, { token: async () => "none" });
    const advertisement = await git.listRefs();
    const wanted = new Map(advertisement.refs.map((ref) => [ref.oid, ref.name]));
    const { objectFormat } = advertisement;
    const { connectivity, refused } = await checks.open({ name: "acme/api", kind: "full", objectFormat, wanted });
    try {
      const bundle = streamBundle(git, advertisement, everything(advertisement), undefined, connectivity);
      const chunks: Buffer[] = [];
      let bytes = 0;
      for await (const chunk of bundle.stream) {
        chunks.push(chunk);
        bytes += chunk.length;
        await each(bytes);
      }
      const whole = Buffer.concat(chunks).subarray(-served.pack.length).equals(served.pack);
      return { outcome: connectivity?.outcome ?? refused ?? "", whole };
    } finally {
      await connectivity?.close();
    }
  }

  /** What is in the scratch directory besides the skeletons that all packs share. */
  async leftOver(): Promise<string[]> {
    const files = await readdir(this.scratch, { recursive: true });
    return files.filter((each) => /\.(pack|idx|log)$|tmp_/.test(each));
  }

  /** Process ids of the gits at work in the scratch directory. */
  gits(): Promise<number[]> {
    return this.processes("git");
  }

  /** Of all that work there, by the beginning of their command. */
  async processes(command = ""): Promise<number[]> {
    const found: number[] = [];
    for (const pid of await readdir("/proc")) {
      if (!/^\d+$/.test(pid)) continue;
      const directory = await readlink(`/proc/${pid}/cwd`).catch(() => "");
      const line = await readFile(`/proc/${pid}/cmdline`, "latin1").catch(() => "");
      if (directory.startsWith(this.scratch) && line.startsWith(command)) found.push(Number(pid));
    }
    return found;
  }
}

export const oidOf = async (directory: string, name: string) =>
  (await runGit(["-C", directory, "rev-parse", "--verify", name])).trim();

/** All refs of a repository, and a sound pack of its objects without those named. */
export function serve(directory: string, without: string[] = []): Served {
  const git = (args: string[], input?: string) =>
    execFileSync("git", ["-C", directory, ...args], { env: ENV, input, maxBuffer: 64 * MIB });
  const all = lines(git(["rev-list", "--objects", "--no-object-names", "--all"]));
  const kept = all.filter((oid) => !without.includes(oid));
  if (kept.length !== all.length - without.length) throw new Error("an object to leave out is not there");
  const refs = lines(git(["for-each-ref", "--format=%(objectname) %(refname)"])).map((line) => {
    const space = line.indexOf(" ");
    return { oid: line.slice(0, space), name: line.slice(space + 1) };
  });
  const pack = git(["pack-objects", "--stdout", "--quiet"], `${kept.join("\n")}\n`);
  return { objectFormat: refs[0]?.oid.length === 64 ? "sha256" : "sha1", refs, pack };
}

/** A pack whose deltas may lean on objects outside of it. */
export function thinPack(directory: string, revisions: string[]): Buffer {
  const args = ["-C", directory, "pack-objects", "--stdout", "--quiet", "--thin", "--revs"];
  return execFileSync("git", args, { env: ENV, input: `${revisions.join("\n")}\n` });
}

const lines = (output: Buffer) => output.toString("latin1").split("\n").filter(Boolean);
