// An organisation that was backed up on three days between which things changed, so that its repositories have chains.
import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { snapshotId } from "@/lib/domain/ids-schema";
import type { Manifest, ManifestEntry } from "@/lib/domain/manifest";
import { DEMO_REPOSITORIES } from "@/sandbox/seed/demo-fleet";
import { GIT_ENVIRONMENT, runGit } from "@/sandbox/seed/fast-import";
import { writeFormatOne } from "@/sandbox/testing/format-one";
import { TestSandbox } from "@/sandbox/testing/test-sandbox";

const NAMES = ["storefront", "git-torture", "sha256-trial", "new-idea", "billing"];
/** Those in which something happens every day. */
const BUSY = ["acme/storefront", "acme/git-torture", "acme/sha256-trial"];
const DAYS = 3;

export interface Day {
  manifest: Manifest;
  /** What the sources had when they were backed up, by repository: `oid name` lines. */
  refs: Map<string, string>;
}

export class ThreeDays {
  readonly box: TestSandbox;
  readonly days: Day[] = [];
  /** A snapshot of the format without chains and hashes. */
  readonly formatOne = snapshotId.parse("2019-05-06");
  private readonly scratch: string;

  private constructor(box: TestSandbox, scratch: string) {
    this.box = box;
    this.scratch = scratch;
  }

  /** `before` changes the sources before the first day. */
  static async start(before?: (box: TestSandbox) => Promise<unknown>): Promise<ThreeDays> {
    const fleet = DEMO_REPOSITORIES.filter(({ name }) => NAMES.includes(name));
    const scratch = await mkdtemp(path.join(tmpdir(), "holdfast-days-"));
    const three = new ThreeDays(await TestSandbox.start(fleet), scratch);
    // Large enough that a day's change is small beside it: else every day would be a new full bundle.
    for (const repository of BUSY) await three.box.commit(repository, await headOf(three.source(repository)), 30_000);
    await before?.(three.box);
    for (let day = 1; day <= DAYS; day++) await three.live(day);
    const sources = new Map([["acme/billing", three.source("acme/billing")]]);
    await writeFormatOne(three.box.s3, three.formatOne, sources);
    return three;
  }

  async stop(): Promise<void> {
    await this.box.stop();
    await rm(this.scratch, { recursive: true, force: true });
  }

  get newest(): Day {
    const day = this.days.at(-1);
    if (!day) throw new Error("there was no day");
    return day;
  }

  entry(repository: string, day: Day = this.newest): ManifestEntry {
    const entry = day.manifest.repos.find((each) => each.repo === repository);
    if (!entry) throw new Error(`${repository} is not in the snapshot`);
    return entry;
  }

  /** A copy of the bucket on disk, as `aws s3 sync` makes it. */
  async copyBucket(name: string): Promise<string> {
    const folder = path.join(this.scratch, name);
    for (const key of await this.box.keys()) {
      await mkdir(path.dirname(path.join(folder, key)), { recursive: true });
      await writeFile(path.join(folder, key), await this.box.object(key));
    }
    return folder;
  }

  /** The repository on GitHub's disk. */
  source(repository: string): string {
    return this.box.sourceOf(repository);
  }

  private async live(day: number): Promise<void> {
    if (day > 1) for (const repository of BUSY) await this.change(repository, day);
    const run = await this.box.worker(["backup"]);
    if (run.exitCode !== 0) throw new Error(run.output);
    const manifest = await this.box.newestManifest();
    const refs = new Map(manifest.repos.map(({ repo }) => [repo, refsOf(this.source(repo))]));
    this.days.push({ manifest, refs });
  }

  /** A commit, a new branch, a branch that goes, a tag that moves. */
  private async change(repository: string, day: number): Promise<void> {
    const git = (...args: string[]) => runGit(["-C", this.source(repository), ...args]);
    const head = await headOf(this.source(repository));
    await git("update-ref", `refs/heads/day-${day}`, head);
    await git("update-ref", "refs/tags/moving", head);
    if (day > 2) await git("update-ref", "-d", `refs/heads/day-${day - 1}`);
    await this.box.commit(repository, head, 10);
    // At HEAD's own commit, and last in the alphabet: what a clone takes for HEAD's branch unless it is told.
    await git("update-ref", "refs/heads/zz-also-here", head);
  }
}

/** Every ref of a repository that belongs to a backup, one `oid type name` a line, names as bytes. */
export function refsOf(repository: string): string {
  const format = "--format=%(objectname) %(objecttype) %(refname)";
  const out = execFileSync("git", ["-C", repository, "for-each-ref", format], {
    encoding: "latin1",
    maxBuffer: 1024 ** 3,
    env: GIT_ENVIRONMENT as Record<string, string> as NodeJS.ProcessEnv,
  });
  return out.replace(/^.* refs\/pull\/.*\/merge\n/gm, "");
}

export async function headOf(repository: string): Promise<string> {
  return (await runGit(["-C", repository, "symbolic-ref", "HEAD"])).trim();
}
