// README.txt's own words, taken from the bucket and done as they stand there.
import { existsSync } from "node:fs";
import path from "node:path";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BUCKETS, REGION } from "@/sandbox/names";
import { runGit } from "@/sandbox/seed/fast-import";
import { ADMIN } from "@/sandbox/shared/principals";
import { headOf, refsOf, ThreeDays } from "../testing/three-days";
import { BareShell, findProgram } from "./testing/bare-shell";

const AWS = existsSync("/usr/bin/aws") ? "/usr/bin/aws" : findProgram("aws");

describe.skipIf(AWS === undefined)("README.txt (skipped where there is no aws)", () => {
  let world: ThreeDays;
  let bare: BareShell;
  /** Its commands: the lines that stand four blanks in, between empty lines. */
  let commands: string[];

  beforeAll(async () => {
    world = await ThreeDays.start();
    const variables = {
      AWS_ACCESS_KEY_ID: ADMIN.accessKeyId,
      AWS_SECRET_ACCESS_KEY: ADMIN.secretAccessKey,
      AWS_DEFAULT_REGION: REGION,
      AWS_EC2_METADATA_DISABLED: "true",
    };
    bare = await BareShell.open({ aws: { program: AWS ?? "", endpoint: world.box.urls.s3, variables } });
    const text = (await world.box.object("github-backup/README.txt")).toString();
    commands = text.split("\n").filter((line) => /^ {4}(aws|sh|git|sha256sum) /.test(line));
  });
  afterAll(async () => {
    await bare.close();
    await world.stop();
  });

  /** Puts values in place of the words in capitals, and runs the line. */
  async function follow(line: string, values: Record<string, string>): Promise<string> {
    const command = line
      .replace("https://github.com/ORG/NEW-NAME.git", `${bare.home}/new.git`)
      .replace(/\b(BUCKET|SNAPSHOT|ORG\/NAME|NAME|KEY|VERSION|N|BRANCH)\b/g, (word) => values[word] ?? word);
    const answer = await bare.run(["-c", command]);
    expect(answer.code, `${command}\n${answer.stdout}${answer.stderr}`).toBe(0);
    return answer.stdout;
  }
  const take = (from: RegExp, to: RegExp): string[] => {
    const [start, end] = [
      commands.findIndex((line) => from.test(line)),
      commands.findLastIndex((line) => to.test(line)),
    ];
    expect(Math.min(start, end), `${from} or ${to} is not in README.txt`).toBeGreaterThanOrEqual(0);
    return commands.slice(start, end + 1);
  };

  test("in a hurry: the script fetched and run as it says", async () => {
    const values = { BUCKET: BUCKETS.backups, "ORG/NAME": "acme/storefront", NAME: "storefront" };
    for (const line of take(/aws s3 cp .*restore\.sh/, /--all everything/)) await follow(line, values);
    for (const directory of ["storefront.git", "everything/acme/storefront.git"])
      expect(refsOf(path.join(bare.home, directory))).toBe(world.newest.refs.get("acme/storefront"));
  });

  test("by hand: every step, the steps for one bundle once for each", async () => {
    const { chain, default_branch = "" } = world.entry("acme/git-torture");
    expect(chain.length).toBe(3);
    const { snapshot } = world.newest.manifest;
    const common = { BUCKET: BUCKETS.backups, SNAPSHOT: snapshot, NAME: "by-hand", BRANCH: default_branch };
    await runGit(["init", "--quiet", "--bare", path.join(bare.home, "new.git")]);
    for (const line of take(/aws s3 ls/, /git -C NAME\.git push/)) {
      const first = line.includes("../N.bundle") ? 1 : 0;
      if (!/\bN\b/.test(line)) await follow(line, common);
      else
        for (const [index, link] of chain.entries()) {
          if (index < first) continue;
          const values = { ...common, KEY: link.s3_key, VERSION: link.version_id ?? "", N: String(index + 1) };
          const said = await follow(line, values);
          if (line.includes("sha256sum")) expect(said).toContain(link.sha256);
        }
    }
    const restored = path.join(bare.home, "by-hand.git");
    expect(refsOf(restored)).toBe(world.newest.refs.get("acme/git-torture"));
    expect(await headOf(restored)).toBe(`refs/heads/${default_branch}`);
    const pushed = refsOf(path.join(bare.home, "new.git"));
    expect(pushed).toBe(refsOf(restored).replace(/^.* refs\/(?!heads\/|tags\/).*\n/gm, ""));
    expect(pushed).not.toBe("");
  });

  test("when something is missing: the versions of a key are listed", async () => {
    const [link] = world.entry("acme/billing").chain;
    const [line = ""] = take(/list-object-versions/, /list-object-versions/);
    expect(await follow(line, { BUCKET: BUCKETS.backups, KEY: link?.s3_key ?? "" })).toContain(link?.version_id);
  });

  test("what is held is listed, with the file that tells the rest", async () => {
    const Key = "github-backup/holds/7-2026-04-16/hold.json";
    await world.box.s3.send(new PutObjectCommand({ Bucket: BUCKETS.backups, Key, Body: "{}" }));
    const [line = ""] = take(/holds\//, /holds\//);
    expect(await follow(line, { BUCKET: BUCKETS.backups })).toContain(Key);
  });

  test("no command of it was left out", () => {
    const inBlocks = [take(/restore\.sh/, /--all everything/), take(/aws s3 ls/, /git -C NAME\.git push/)].flat();
    expect(commands.filter((line) => !inBlocks.includes(line))).toHaveLength(2);
  });
});
