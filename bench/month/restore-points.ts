// Rebuilds every repository as of every day with stock git alone, from what is in the bucket, and compares it with what
// the server had on that day.
import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { DEFAULT_ROOT, manifestKey } from "@/lib/domain/bucket-keys";
import { snapshotId } from "@/lib/domain/ids-schema";
import { type ChainLink, type Manifest, type ManifestEntry, parseManifest } from "@/lib/domain/manifest";
import { ORGANISATION } from "@/sandbox/names";
import { runGit } from "@/sandbox/seed/fast-import";
import type { Arena } from "../arena";
import { refsOf } from "./living-repository";

/** What the server had when the day's backup was taken. */
export interface Day {
  /** UTC. */
  date: string;
  /** By repository: its refs, and the target of HEAD. */
  refs: Map<string, string>;
  heads: Map<string, string>;
}

export interface RestoreReport {
  /** Days on which every repository came back as it was. */
  exactDays: Set<string>;
  problems: string[];
  links: { full: number; incremental: number };
  /** Entries that point to the chain of the day before. */
  unchanged: number;
  longestChain: number;
}

export async function restoreEveryDay(arena: Arena, bucket: string, days: Day[]): Promise<RestoreReport> {
  const report: RestoreReport = {
    exactDays: new Set(days.map((day) => day.date)),
    problems: [],
    links: { full: 0, incremental: 0 },
    unchanged: 0,
    longestChain: 0,
  };
  const manifests = await Promise.all(days.map((day) => readManifest(arena, bucket, day.date)));
  for (const repository of days[0]?.refs.keys() ?? []) {
    const mirror = new Mirror(arena, bucket, repository, report);
    for (const [index, day] of days.entries()) {
      const entry = manifests[index]?.repos.find((each) => each.repo === `${ORGANISATION}/${repository}`);
      const problem = await mirror.differenceOn(day, entry).catch((error: Error) => error.message);
      if (problem === undefined) continue;
      report.problems.push(`${repository} on ${day.date}: ${problem}`);
      report.exactDays.delete(day.date);
    }
    const rot = await mirror.close();
    if (rot) {
      report.problems.push(`${repository}: ${rot}`);
      report.exactDays.clear();
    }
    process.stderr.write(`restored ${repository} as of ${days.length} days\n`);
  }
  return report;
}

/** A repository rebuilt bundle by bundle: one whose chain goes on is not begun anew, as the chain's beginning is the same. */
class Mirror {
  private readonly arena: Arena;
  private readonly bucket: string;
  private readonly repository: string;
  private readonly report: RestoreReport;
  private readonly directory: string;
  private applied: string[] = [];

  constructor(arena: Arena, bucket: string, repository: string, report: RestoreReport) {
    this.arena = arena;
    this.bucket = bucket;
    this.repository = repository;
    this.report = report;
    this.directory = arena.beside(`restored/${repository}.git`);
  }

  /** Brings the mirror to that day and tells what is not as it was then, if anything. */
  async differenceOn(day: Day, entry: ManifestEntry | undefined): Promise<string | undefined> {
    if (!entry) return "it is not in the manifest";
    if (entry.outcome !== "captured" && entry.outcome !== "unchanged") return `it is ${entry.outcome} in the manifest`;
    if (entry.outcome === "unchanged") this.report.unchanged += 1;
    this.report.longestChain = Math.max(this.report.longestChain, entry.chain.length);
    const keys = entry.chain.map((link) => link.s3_key);
    if (this.applied.some((key, index) => key !== keys[index])) {
      const rot = await this.close();
      if (rot) return rot;
    }
    for (const link of entry.chain.slice(this.applied.length)) await this.apply(link);
    if ((await refsOf(this.directory)) !== day.refs.get(this.repository)) return "its refs are others";
    const head = day.heads.get(this.repository);
    if (`refs/heads/${entry.default_branch}` !== head)
      return `its default branch was ${head}, not ${entry.default_branch}`;
    return undefined;
  }

  /** The last look at a chain: every object of every bundle, read and hashed again. */
  async close(): Promise<string | undefined> {
    if (this.applied.length === 0) return undefined;
    this.applied = [];
    try {
      await runGit(["-C", this.directory, "fsck", "--full", "--strict"]);
    } catch (error) {
      return (error as Error).message;
    } finally {
      await rm(this.directory, { recursive: true, force: true });
    }
    return undefined;
  }

  /** The commands of docs/backup-format.md. */
  private async apply(link: ChainLink): Promise<void> {
    const file = this.arena.beside("restored/next.bundle");
    await mkdir(path.dirname(file), { recursive: true });
    const hash = createHash("sha256");
    await pipeline(
      await this.arena.read(this.bucket, link.s3_key),
      async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          hash.update(chunk);
          yield chunk;
        }
      },
      createWriteStream(file),
    );
    if (hash.digest("hex") !== link.sha256) throw new Error(`${link.s3_key} is not what the manifest says`);
    if (this.applied.length === 0) await runGit(["clone", "--quiet", "--mirror", file, this.directory]);
    else await runGit(["-C", this.directory, "fetch", "--quiet", "--prune", file, "+refs/*:refs/*"]);
    await runGit(["-C", this.directory, "fsck", "--connectivity-only"]);
    this.applied.push(link.s3_key);
    this.report.links[link.kind] += 1;
  }
}

async function readManifest(arena: Arena, bucket: string, date: string): Promise<Manifest> {
  const id = snapshotId.parse(date);
  let text = "";
  for await (const chunk of await arena.read(bucket, manifestKey(DEFAULT_ROOT, id))) text += chunk;
  return parseManifest(text, id);
}
