// Browsing as the console does it: its own role, its own adapters, over the buckets of a sandbox.
import { execFileSync } from "node:child_process";
import { expect } from "vitest";
import { S3ObjectStore } from "@/lib/adapters/s3/s3-object-store";
import { type Browsed, type CommitRow, REF_KINDS, type Ready, type RefRow } from "@/lib/domain/browse";
import {
  type BrowseBackup,
  browseCommits,
  browseFile,
  browseRefs,
  openRepository,
} from "@/lib/operations/browse-backup";
import { ManifestCache } from "@/lib/operations/manifest-cache";
import { backupsIn } from "@/lib/operations/read-manifest";
import { BUCKETS, REGION, REPLICA_REGION } from "@/sandbox/names";
import { rolePrincipal } from "@/sandbox/roles";
import { GIT_ENVIRONMENT } from "@/sandbox/seed/fast-import";
import type { TestSandbox } from "@/sandbox/testing/test-sandbox";
import type { CacheLimits } from "../repository-cache";
import { StockGitRepositories } from "../stock-git-repositories";

const MIB = 1024 * 1024;
const LIMITS = { totalBytes: 1024 * MIB, repositoryBytes: 256 * MIB, idleMs: 3_600_000, rebuilds: 2 };

export class BrowseBench {
  readonly deps: BrowseBackup;
  readonly repositories: StockGitRepositories;

  constructor(
    box: TestSandbox,
    limits: Pick<CacheLimits, "parent"> & Partial<CacheLimits>,
    now: () => number = Date.now,
  ) {
    const { accessKeyId, secretAccessKey } = rolePrincipal("console");
    process.env.AWS_ACCESS_KEY_ID = accessKeyId;
    process.env.AWS_SECRET_ACCESS_KEY = secretAccessKey;
    const patience = { attempts: 2, firstPauseMs: 5, idleTimeoutMs: 2000 };
    const open = (bucket: string, region: string, endpoint: string) =>
      backupsIn(new S3ObjectStore({ bucket, region, endpoint, ...patience }));
    const sides = {
      primary: open(BUCKETS.backups, REGION, box.urls.s3),
      replica: open(BUCKETS.replica, REPLICA_REGION, box.urls.s3Replica),
    };
    this.repositories = new StockGitRepositories(sides, { ...LIMITS, ...limits }, now);
    this.deps = { sides, cache: new ManifestCache(), repositories: this.repositories };
  }

  close(): Promise<void> {
    return this.repositories.close();
  }

  /** Asks until it can be looked into. */
  async ready(of: Browsed): Promise<Ready> {
    for (;;) {
      const found = await openRepository(this.deps, of);
      if (found.state === "ready") return found;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  async allRefs(of: Browsed): Promise<RefRow[]> {
    const rows: RefRow[] = [];
    for (const kind of REF_KINDS) {
      let offset: number | undefined = 0;
      while (offset !== undefined) {
        const page = await browseRefs(this.deps, { ...of, kind, find: "", offset });
        rows.push(...page.rows);
        offset = page.next;
      }
    }
    return rows;
  }

  async allCommits(of: Browsed, ref: string): Promise<CommitRow[]> {
    const rows: CommitRow[] = [];
    let offset: number | undefined = 0;
    while (offset !== undefined) {
      const page = await browseCommits(this.deps, { ...of, ref, path: "", offset });
      rows.push(...page.rows);
      offset = page.next;
    }
    return rows;
  }

  async bytes(of: Browsed & { ref: string; path: string }): Promise<Buffer> {
    const { body, sizeBytes } = await browseFile(this.deps, of);
    const bytes = Buffer.concat(await this.drain(body));
    expect(bytes.length).toBe(sizeBytes);
    return bytes;
  }

  async drain(body: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of body) chunks.push(chunk);
    return chunks;
  }

  blob(repository: string, oid: string): Buffer {
    const env = GIT_ENVIRONMENT as Record<string, string> as NodeJS.ProcessEnv;
    return execFileSync("git", ["-C", repository, "cat-file", "blob", oid], { env });
  }
}
