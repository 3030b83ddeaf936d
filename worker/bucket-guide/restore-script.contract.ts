// restore.sh as it lies in the bucket, run where there is next to nothing else.
import { existsSync } from "node:fs";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { DeleteObjectCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { guideKey } from "@/lib/domain/bucket-keys";
import { BUCKETS, REGION } from "@/sandbox/names";
import { runGit } from "@/sandbox/seed/fast-import";
import { ADMIN } from "@/sandbox/shared/principals";
import { headOf, refsOf, ThreeDays } from "../testing/three-days";
import { type Answer, BareShell, findProgram } from "./testing/bare-shell";

const AWS = existsSync("/usr/bin/aws") ? "/usr/bin/aws" : findProgram("aws");
const SHELLS = ["sh", "dash", "bash", "busybox"].filter((shell) => findProgram(shell));
const CHAINS = ["acme/storefront", "acme/git-torture", "acme/sha256-trial"];

let world: ThreeDays;
/** A local copy of the bucket, never changed. */
let copy: string;
const shells: BareShell[] = [];

async function open(options?: Parameters<typeof BareShell.open>[0]): Promise<BareShell> {
  const shell = await BareShell.open(options);
  shells.push(shell);
  return shell;
}

beforeAll(async () => {
  world = await ThreeDays.start();
  copy = await world.copyBucket("copy");
});
afterEach(() => world.box.clearFaults());
afterAll(async () => {
  for (const shell of shells) await shell.close();
  await world.stop();
});

const script = (folder: string) => path.join(folder, guideKey("github-backup", "restore.sh"));
const told = (answer: Answer) => answer.stdout + answer.stderr;
/** What is left in the directory: a half repository must not be. */
const left = (shell: BareShell) => readdir(shell.home);

describe.each(SHELLS)("with %s and a local copy of the bucket, and no aws", (shell) => {
  let bare: BareShell;
  beforeAll(async () => {
    bare = await open({ shell });
  });

  test("lists the snapshots, and in a snapshot every repository with its outcome", async () => {
    const snapshots = await bare.run([script(copy), "list"]);
    expect(snapshots.code, told(snapshots)).toBe(0);
    expect(snapshots.stdout.trim().split("\n")).toEqual([
      world.formatOne,
      ...world.days.map((day) => day.manifest.snapshot),
    ]);
    const listed = await bare.run([script(copy), "list", "latest"]);
    expect(listed.code, told(listed)).toBe(0);
    const rows = listed.stdout.split("\n").slice(1, -1);
    expect(
      rows.map((row) =>
        row
          .split(/ +/)
          .slice(0, 2)
          .concat(row.split(/ +/)[4] ?? ""),
      ),
    ).toEqual(world.newest.manifest.repos.map(({ outcome, chain, repo }) => [outcome, String(chain.length), repo]));
  });

  test("rebuilds every repository of every snapshot: chains, odd names, SHA-256, the older days as they were", async () => {
    for (const name of CHAINS) expect(world.entry(name).chain.length, name).toBe(3);
    for (const [index, day] of world.days.entries()) {
      const into = `day ${index}`;
      const run = await bare.run([script(copy), "--from", copy, "restore", day.manifest.snapshot, "--all", into]);
      expect(run.code, told(run)).toBe(0);
      expect(run.stdout).toContain("acme/new-idea: nothing to restore, it was empty");
      for (const { repo, default_branch } of day.manifest.repos.filter((each) => each.chain.length > 0)) {
        const restored = path.join(bare.home, into, `${repo}.git`);
        expect(refsOf(restored), `${repo} on day ${index}`).toBe(day.refs.get(repo));
        expect(await headOf(restored)).toBe(`refs/heads/${default_branch}`);
      }
    }
    expect((await readdir(path.join(bare.home, "day 0", "acme"))).filter((name) => !name.endsWith(".git"))).toEqual([]);
  });

  test("rebuilds from a snapshot of format 1, and finds its default branch", async () => {
    const run = await bare.run([script(copy), "restore", world.formatOne, "ACME/Billing", "old.git"]);
    expect(run.code, told(run)).toBe(0);
    expect(run.stderr).toContain("no checksum");
    expect(refsOf(path.join(bare.home, "old.git"))).toBe(world.newest.refs.get("acme/billing"));
    expect(await headOf(path.join(bare.home, "old.git"))).toBe("refs/heads/main");
  });
});

test("says how to push, and the push as printed carries every branch and tag and nothing else", async () => {
  const bare = await open();
  const run = await bare.run([script(copy), "restore", "latest", "acme/git-torture", "it's back.git"]);
  expect(run.code, told(run)).toBe(0);
  await runGit(["init", "--quiet", "--bare", path.join(bare.home, "new.git")]);
  const pushes = run.stdout.split("\n").filter((line) => / --git-dir=.* push /.test(line));
  expect(pushes).toHaveLength(2);
  for (const push of pushes) {
    const pushed = await bare.run(["-c", push.replace("https://github.com/ORG/NEW-NAME.git", "new.git")]);
    expect(pushed.code, told(pushed)).toBe(0);
  }
  const wanted = world.newest.refs.get("acme/git-torture")?.split("\n");
  expect(refsOf(path.join(bare.home, "new.git"))).toBe(
    wanted?.filter((line) => !line || / refs\/(heads|tags)\//.test(line)).join("\n"),
  );
});

test("reads a manifest however it is laid out", async () => {
  const bare = await open();
  const folder = await world.copyBucket("layout");
  const file = path.join(folder, "github-backup", world.newest.manifest.snapshot, "manifest.json");
  const json = JSON.parse(await readFile(file, "utf8"));
  const strange = { notes: ['a "quoted" \\ {[word]}: \u2028, ü', { repos: [{ repo: "acme/never" }] }], ...json };
  // As programs of other languages write it: everything beyond ASCII escaped.
  const ascii = JSON.stringify(strange).replace(
    /[^ -~]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  const before = await bare.run([script(folder), "list", world.newest.manifest.snapshot]);
  for (const text of [ascii, JSON.stringify(strange, null, "\t").replaceAll("\n", "\r\n"), `\n\n${ascii}`]) {
    await writeFile(file, text);
    expect(await bare.run([script(folder), "list", world.newest.manifest.snapshot])).toEqual(before);
  }
});

describe("refuses, says why, and leaves nothing behind", () => {
  let folder: string;
  let bare: BareShell;
  beforeAll(async () => {
    folder = await world.copyBucket("damaged");
    bare = await open();
  });
  const fileOf = (link: number) => path.join(folder, world.entry("acme/storefront").chain[link]?.s3_key ?? "");
  const manifestFile = () => path.join(folder, "github-backup", world.newest.manifest.snapshot, "manifest.json");
  const restore = (...args: string[]) => bare.run([script(folder), "restore", ...args]);

  test.each([
    ["a flipped bit", 65, "SHA-256", (bytes: Buffer) => Buffer.from(bytes.map((b, at) => (at === 900 ? b ^ 1 : b)))],
    ["a truncated bundle", 65, "should have", (bytes: Buffer) => bytes.subarray(0, -300)],
    ["a missing link", 66, "bundle 2 of 3", () => undefined],
  ])("%s", async (_, code, words, damage) => {
    const bytes = await readFile(fileOf(1));
    const damaged = damage(bytes);
    if (damaged) await writeFile(fileOf(1), damaged);
    else await rm(fileOf(1));
    const run = await restore("latest", "acme/storefront", "x.git");
    const all = await restore("latest", "--all", "everything");
    await writeFile(fileOf(1), bytes);
    expect([run.code, told(run)]).toEqual([code, expect.stringContaining(words)]);
    expect(await left(bare)).toEqual(["everything"]);
    // One that fails does not stop the others, and the next call does only what is left to do.
    expect([all.code, told(all)]).toEqual([1, expect.stringContaining("acme/storefront was NOT restored")]);
    const again = await restore("latest", "--all", "everything");
    expect([again.code, told(again)]).toEqual([0, expect.stringContaining("acme/billing: is there already")]);
    expect(refsOf(path.join(bare.home, "everything/acme/storefront.git"))).toBe(
      world.newest.refs.get("acme/storefront"),
    );
    await rm(path.join(bare.home, "everything"), { recursive: true });
  });

  test("a pack that git cannot unpack, although nothing recorded says it is wrong", async () => {
    const file = path.join(folder, "github-backup", world.formatOne, "acme/billing.bundle");
    const bytes = await readFile(file);
    await writeFile(file, Buffer.from(bytes.map((byte, at) => (at === bytes.length - 400 ? byte ^ 8 : byte))));
    const run = await restore(world.formatOne, "acme/billing", "x.git");
    expect([run.code, told(run)]).toEqual([65, expect.stringContaining("git cannot unpack")]);
    expect(await left(bare)).toEqual([]);
  });

  test("a manifest that is cut off, is of a later format, or is not there", async () => {
    const whole = await readFile(manifestFile(), "utf8");
    const asked = async (text: string | undefined) => {
      if (text === undefined) await rm(manifestFile());
      else await writeFile(manifestFile(), text);
      const { code } = await restore(world.newest.manifest.snapshot, "acme/storefront", "x.git");
      await writeFile(manifestFile(), whole);
      return code;
    };
    for (const cut of [0, 1, 1000, whole.length - 3])
      expect(await asked(whole.slice(0, cut)), `cut at ${cut}`).toBe(65);
    expect(await asked(whole.replace('"format": 2', '"format": 3'))).toBe(65);
    expect(await asked(undefined)).toBe(66);
  });

  test("a directory that exists, and what is not in the snapshot", async () => {
    expect((await bare.run(["-c", "mkdir there"])).code).toBe(0);
    expect((await restore("latest", "acme/storefront", "there")).code).toBe(73);
    expect((await restore("latest", "acme/none", "x.git")).code).toBe(66);
    const empty = await restore("latest", "acme/new-idea", "x.git");
    expect([empty.code, told(empty)]).toEqual([66, expect.stringContaining("it was empty")]);
    expect((await restore("2001-01-01", "acme/storefront", "x.git")).code).toBe(66);
    expect(await left(bare)).toEqual(["there"]);
  });

  test("calls it does not know, and a machine without git or sums", async () => {
    for (const args of [["restore"], ["list", "x", "y"], ["--from"], ["list", "--what"], ["list", "yesterday"], []]) {
      expect((await bare.run([script(copy), ...args])).code, args.join(" ")).toBe(64);
    }
    for (const tool of ["git", "sha256sum"]) {
      const poor = await open({ without: [tool] });
      expect((await poor.run([script(copy), "list"])).code, tool).toBe(78);
    }
    const nowhere = await bare.run(["-c", '. "$0"', script(copy)]);
    expect(told(nowhere)).toContain("sh restore.sh list");
  });
});

describe.skipIf(AWS === undefined)("from S3 through aws (skipped where there is none)", () => {
  let bare: BareShell;
  const from = `s3://${BUCKETS.backups}/github-backup`;
  beforeAll(async () => {
    const variables = {
      AWS_ACCESS_KEY_ID: ADMIN.accessKeyId,
      AWS_SECRET_ACCESS_KEY: ADMIN.secretAccessKey,
      AWS_DEFAULT_REGION: REGION,
      AWS_EC2_METADATA_DISABLED: "true",
    };
    bare = await open({ aws: { program: AWS ?? "", endpoint: world.box.urls.s3, variables } });
    await writeFile(path.join(bare.home, "restore.sh"), await world.box.object("github-backup/restore.sh"));
  });
  const run = (...args: string[]) => bare.run(["restore.sh", "--from", from, ...args]);
  const expectNewest = (directory: string, repository: string) =>
    expect(refsOf(path.join(bare.home, directory))).toBe(world.newest.refs.get(repository));

  test("lists and rebuilds; every link is read by its version, whatever was done to the key since", async () => {
    const listed = await run("list");
    expect(listed.stdout.trim().split("\n")).toEqual([
      world.formatOne,
      ...world.days.map((day) => day.manifest.snapshot),
    ]);
    const { chain } = world.entry("acme/storefront");
    const keys = chain.map((link) => ({ Bucket: BUCKETS.backups, Key: link.s3_key }));
    await world.box.s3.send(new PutObjectCommand({ ...keys[0], Body: "overwritten" } as never));
    await world.box.s3.send(new DeleteObjectCommand(keys[1] as never));
    const restored = await run("restore", "latest", "acme/storefront", "storefront.git");
    expect(restored.code, told(restored)).toBe(0);
    expectNewest("storefront.git", "acme/storefront");
  });

  test("a download that breaks off is taken up where it broke", async () => {
    const cut = {
      match: { method: "GET", path: "git-torture" },
      action: { kind: "truncate", afterBytes: 700 },
      times: 2,
    };
    await world.box.fault("s3", cut);
    const restored = await run("restore", "latest", "acme/git-torture", "torture.git");
    expect(restored.code, told(restored)).toBe(0);
    expect(restored.stderr).toContain("broke off after 700 bytes");
    expect(restored.stderr).toContain("broke off after 1400 bytes");
    expectNewest("torture.git", "acme/git-torture");
  });

  test("of format 1, a bundle and a manifest under a delete marker are found", async () => {
    for (const file of ["manifest.json", "acme/billing.bundle"]) {
      const Key = `github-backup/${world.formatOne}/${file}`;
      await world.box.s3.send(new DeleteObjectCommand({ Bucket: BUCKETS.backups, Key }));
    }
    const restored = await run("restore", world.formatOne, "acme/billing", "one.git");
    expect(restored.code, told(restored)).toBe(0);
    expect(restored.stderr).toMatch(/billing.bundle was deleted; its newest version \S+ is still there/);
    expectNewest("one.git", "acme/billing");
  });

  test("a bucket that cannot be read is told in aws's words, and is not a missing snapshot", async () => {
    await world.box.fault("s3", { action: { kind: "status", status: 403 }, times: 0 });
    for (const args of [["list"], ["list", world.newest.manifest.snapshot]]) {
      const refused = await run(...args);
      expect([refused.code, told(refused)], args.join(" ")).toEqual([
        69,
        expect.stringMatching(/aws: .*(403|Forbidden)/),
      ]);
    }
  });
});
