// What must hold after every backup, however it ended.
import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { GetObjectCommand, ListMultipartUploadsCommand, ListObjectVersionsCommand } from "@aws-sdk/client-s3";
import { expect } from "vitest";
import { DEFAULT_ROOT, parseBackupKey } from "@/lib/domain/bucket-keys";
import { parseBundleHeader } from "@/lib/domain/bundle-header";
import { type ChainLink, type Manifest, parseManifest } from "@/lib/domain/manifest";
import { isPartial } from "@/lib/domain/partial-snapshot";
import type { RunRecord, RunState } from "@/lib/domain/run";
import { BUCKETS } from "@/sandbox/names";
import { runGit } from "@/sandbox/seed/fast-import";
import type { TestSandbox, WorkerResult } from "@/sandbox/testing/test-sandbox";

/** What the record says, by the exit code; see `--help` of the worker for the codes. 69: only the metrics are missing. */
const STATES: Record<number, RunState> = { 0: "succeeded", 69: "succeeded", 1: "partial", 143: "stopped" };

/** The bundles of these tests have short headers. */
const HEADER_BYTES = 64 * 1024;

interface Version {
  key: string;
  version: string;
}

/** Watches one sandbox over many runs; what was looked at once is not looked at again, for versions do not change. */
export class Soundness {
  private readonly box: TestSandbox;
  /** SHA-256 of every object seen, by key and version. */
  private readonly hashes = new Map<string, string>();
  /** Uploads of runs that had no chance to close them; the bucket's lifecycle rule does. */
  private abandoned: ReadonlySet<string> = new Set();

  constructor(box: TestSandbox) {
    this.box = box;
  }

  /**
   * No half object, no upload left open (unless the process had no chance to close it), no wrong success, and a record
   * that says what happened.
   */
  async expectAfter(
    run: WorkerResult,
    record: RunRecord | undefined,
    { s3Lost = false }: { s3Lost?: boolean } = {},
  ): Promise<void> {
    const told = run.output;
    const versions = await this.versions();
    for (const each of versions) await this.expectWhole(each, told);
    const open = await this.openUploads();
    // Without S3 there was nothing to close them with either.
    if (run.signal === null && !s3Lost)
      expect(
        open.filter((id) => !this.abandoned.has(id)),
        told,
      ).toEqual([]);
    this.abandoned = new Set(open);
    await this.expectTrueSuccess(versions, told);
    if (!s3Lost) await this.expectFittingRecord(run, record, told);
  }

  /** What the newest snapshot's last bundles say of their repositories' refs is what the sources have. */
  async expectRefsRight(): Promise<void> {
    for (const { repo, outcome, chain } of (await this.box.newestManifest()).repos) {
      const last = chain.at(-1);
      if (!last) throw new Error(`${repo} is ${outcome}`);
      const bytes = await this.read({ key: last.s3_key, version: last.version_id ?? "" }, HEADER_BYTES);
      const parsed = parseBundleHeader(bytes.toString("latin1", 0, bytes.indexOf("\n\n") + 2), last.s3_key);
      const refs = (parsed?.header.refs ?? [])
        .filter(({ name }) => name !== "HEAD")
        .map(({ oid, name }) => `${oid} ${name}`);
      const source = await runGit(["-C", this.box.sourceOf(repo), "for-each-ref", "--format=%(objectname) %(refname)"]);
      expect(refs.sort(), repo).toEqual(source.split("\n").filter(Boolean).sort());
    }
  }

  /** Rebuilds every repository of the newest snapshot with stock git: the refs are the source's, and no object is missing. */
  async expectRestorable(only: (repo: string) => boolean = () => true): Promise<void> {
    const scratch = await mkdtemp(path.join(tmpdir(), "holdfast-sound-"));
    try {
      const rebuilt = (await this.box.newestManifest()).repos.filter(
        (each) => each.chain.length > 0 && only(each.repo),
      );
      expect(rebuilt.length).toBeGreaterThan(0);
      const queue = rebuilt.values();
      const lane = async () => {
        for (const { repo, chain } of queue) await this.expectSourceIn(chain, repo, path.join(scratch, repo));
      };
      await Promise.all([lane(), lane()]);
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }

  private async expectSourceIn(chain: ChainLink[], repo: string, directory: string): Promise<void> {
    const mirror = `${directory}.git`;
    for (const [index, link] of chain.entries()) {
      const file = path.join(path.dirname(path.dirname(directory)), `${repo.replace("/", "-")}-${index}.bundle`);
      await writeFile(file, await this.read({ key: link.s3_key, version: link.version_id ?? "" }));
      if (index === 0) await runGit(["clone", "--quiet", "--mirror", file, mirror]);
      else await runGit(["-C", mirror, "fetch", "--quiet", "--prune", file, "+refs/*:refs/*"]);
      await rm(file);
    }
    const refs = (repository: string) =>
      runGit(["-C", repository, "for-each-ref", "--format=%(objectname) %(objecttype) %(refname)"]);
    expect(await refs(mirror), repo).toBe(await refs(this.box.sourceOf(repo)));
    await runGit(["-C", mirror, "rev-list", "--objects", "--all", "--quiet"]);
  }

  /** Every version of every object, deleted ones and markers included: nothing here ever deletes. */
  private async versions(): Promise<Version[]> {
    const found: Version[] = [];
    let marker: { KeyMarker?: string; VersionIdMarker?: string } = {};
    for (;;) {
      const page = await this.box.s3.send(new ListObjectVersionsCommand({ Bucket: BUCKETS.backups, ...marker }));
      expect(page.DeleteMarkers ?? []).toEqual([]);
      for (const { Key = "", VersionId = "" } of page.Versions ?? []) found.push({ key: Key, version: VersionId });
      if (!page.IsTruncated) return found;
      marker = { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker };
    }
  }

  private async expectWhole({ key, version }: Version, told: string): Promise<void> {
    const id = `${key} ${version}`;
    if (this.hashes.has(id)) return;
    const known = parseBackupKey(DEFAULT_ROOT, key);
    expect(known, `${key} is not an object of a backup\n${told}`).toBeDefined();
    const bytes = await this.read({ key, version });
    if (known?.what === "manifest") parseManifest(bytes.toString("utf8"), known.snapshot);
    else if (known?.what === "bundle") expect(faultOfBundle(bytes, key), `${key}\n${told}`).toBeUndefined();
    this.hashes.set(id, createHash("sha256").update(bytes).digest("hex"));
  }

  /** Whatever a manifest calls captured or unchanged is in the bucket, byte for byte. */
  private async expectTrueSuccess(versions: Version[], told: string): Promise<void> {
    const manifests = versions.filter(({ key }) => key.endsWith("/manifest.json"));
    // Nobody ever writes a second manifest over the first.
    expect(new Set(manifests.map(({ key }) => key)).size, told).toBe(manifests.length);
    const newest = manifests.map(({ key }) => key).sort().length > 0 ? await this.box.newestManifest() : undefined;
    for (const { repo, outcome, s3_key, chain } of newest?.repos ?? []) {
      const safe = outcome === "captured" || outcome === "unchanged";
      expect(chain.length > 0, `${repo} is ${outcome}\n${told}`).toBe(safe);
      if (safe) expect(chain.at(-1)?.s3_key, repo).toBe(s3_key);
      for (const link of chain)
        expect(this.hashes.get(`${link.s3_key} ${link.version_id}`), `${link.s3_key} of ${repo}\n${told}`).toBe(
          link.sha256,
        );
    }
  }

  private async expectFittingRecord(run: WorkerResult, record: RunRecord | undefined, told: string): Promise<void> {
    // Killed: it had no chance to say more than it said before.
    if (run.signal !== null) return;
    if (!record) throw new Error(`the run has no record\n${told}`);
    expect(record.state, told).toBe(STATES[run.exitCode ?? -1] ?? "failed");
    const snapshot = await this.manifestOf(record);
    expect(snapshot !== undefined, `a manifest of a run that is ${record.state}\n${told}`).toBe(
      record.state === "succeeded" || record.state === "partial",
    );
    if (snapshot) {
      expect(isPartial(snapshot), told).toBe(record.state === "partial");
      expect(record.outcomes?.captured, told).toBe(snapshot.totals.captured);
    }
  }

  private async manifestOf(record: RunRecord): Promise<Manifest | undefined> {
    const written = (await this.box.keys()).some((key) => key.endsWith("/manifest.json"));
    const newest = written ? await this.box.newestManifest() : undefined;
    return newest?.run?.id === record.id ? newest : undefined;
  }

  private async openUploads(): Promise<string[]> {
    const answer = await this.box.s3.send(new ListMultipartUploadsCommand({ Bucket: BUCKETS.backups }));
    return (answer.Uploads ?? []).map((each) => `${each.Key} ${each.UploadId}`);
  }

  /** The whole object, or the first so many bytes of it. */
  private async read({ key, version }: Version, first?: number): Promise<Buffer> {
    const Range = first === undefined ? undefined : `bytes=0-${first - 1}`;
    const command = new GetObjectCommand({ Bucket: BUCKETS.backups, Key: key, VersionId: version || undefined, Range });
    const answer = await this.box.s3.send(command);
    return Buffer.from((await answer.Body?.transformToByteArray()) ?? []);
  }
}

/** What keeps these bytes from being a whole bundle: a header, a pack, and the pack's checksum over all of it. */
function faultOfBundle(bytes: Buffer, key: string): string | undefined {
  const end = bytes.indexOf("\n\n") + 2;
  const parsed = parseBundleHeader(bytes.toString("latin1", 0, end), key);
  if (!parsed) return "its header does not end";
  const pack = bytes.subarray(end);
  if (pack.toString("latin1", 0, 4) !== "PACK") return "no pack follows the header";
  const [algorithm, length] =
    parsed.header.objectFormat === "sha1" ? (["sha1", 20] as const) : (["sha256", 32] as const);
  const trailer = createHash(algorithm).update(pack.subarray(0, -length)).digest();
  return trailer.equals(pack.subarray(-length)) ? undefined : "its pack's checksum is wrong";
}
