import { execFileSync } from "node:child_process";
import { mkdir, readdir, rm, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { writeOddRefs } from "@/sandbox/seed/odd-refs";
import { Random } from "@/sandbox/seed/random";
import type { Served } from "../testing/pack-server";
import { MIB, PackTrial, serve } from "../testing/pack-trial";
import type { ConnectivityChecks } from "./connectivity-checks";

let trial: PackTrial;
let small: Served;
/** Three MiB that do not compress. */
let large: Served;

beforeAll(async () => {
  trial = await PackTrial.open();
  small = serve(await trial.repository("small", "sha1", writeOddRefs));
  const random = new Random(7);
  const files = { "a.bin": random.bytes(MIB), "b.bin": random.bytes(MIB), "c.bin": random.bytes(MIB) };
  const what = { message: "Large", author: "Ada Acme", time: 1_750_000_000, parents: [], files };
  large = serve(
    await trial.repository("large", "sha1", async (stream, directory) => {
      stream.commit({ ref: "refs/heads/main", ...what });
      await stream.writeTo(directory);
    }),
  );
});
afterEach(() => trial.close());
afterAll(() => trial.end());

async function until(ready: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 500 && !(await ready()); tries++) await sleep(20);
  expect(await ready()).toBe(true);
}

function barrier(): { opened: Promise<void>; open: () => void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/** Makes every git of these checks hang: it reads its configuration from a pipe into which nobody writes. */
async function hang(checks: ConnectivityChecks): Promise<void> {
  expect(await trial.capture(small, checks)).toEqual({ outcome: "passed", whole: true });
  const config = path.join(trial.scratch, (await readdir(trial.scratch))[0] ?? "", "sha1", "config");
  await rm(config);
  execFileSync("mkfifo", [config]);
}

describe("what is not checked is captured all the same, and why is told", () => {
  test("switched off, or an incremental: nothing touches the disk", async () => {
    const off = await trial.checks({ policy: { mode: "off", smallBytes: MIB } });
    expect(await trial.capture(small, off)).toEqual({ outcome: "off", whole: true });
    const on = await trial.checks();
    const bundle = { name: "acme/api", kind: "incremental", objectFormat: "sha1", wanted: new Map() } as const;
    expect(await on.open(bundle)).toEqual({ refused: "incremental" });
    expect(await readdir(trial.scratch)).toEqual([]);
  });

  test("larger than small: it goes along up to the limit", async () => {
    const checks = await trial.checks({ policy: { mode: "small", smallBytes: MIB } });
    expect(await trial.capture(large, checks)).toEqual({ outcome: "size", whole: true });
    expect(await trial.capture(small, checks)).toEqual({ outcome: "passed", whole: true });
    expect(await trial.leftOver()).toEqual([]);
  });

  test("no scratch left: the one that finds none goes without, and what the others used comes back", async () => {
    const checks = await trial.checks({ scratchBytes: large.pack.length + 64 * 1024 });
    const slow = barrier();
    const halfway = barrier();
    const wait = () => {
      halfway.open();
      return slow.opened;
    };
    const first = trial.capture({ ...large, halfway: wait }, checks);
    await halfway.opened;
    expect(await trial.capture(large, checks)).toEqual({ outcome: "scratch", whole: true });
    // Its room comes back a moment after it has ended: once its file is gone.
    await new Promise((resolve) => setTimeout(resolve, 500));
    slow.open();
    expect(await first).toEqual({ outcome: "passed", whole: true });
    expect(await trial.capture(large, checks)).toEqual({ outcome: "passed", whole: true });
    expect(await trial.leftOver()).toEqual([]);
  });

  test("git is killed, as by a kernel short of memory", async () => {
    const checks = await trial.checks();
    await hang(checks);
    const going = trial.capture(large, checks);
    await until(async () => (await trial.gits()).length === 1);
    for (const pid of await trial.gits()) process.kill(pid, "SIGKILL");
    expect(await going).toEqual({ outcome: "failed", whole: true });
    expect(trial.logged.join("")).toContain("git ended with 137");
    expect(await trial.leftOver()).toEqual([]);
  });

  test("git hangs: the stream waits so long and no longer", async () => {
    const checks = await trial.checks({ stallMs: 300 });
    await hang(checks);
    expect(await trial.capture(small, checks)).toEqual({ outcome: "failed", whole: true });
    expect(trial.logged.join("")).toContain("git did not end within");
    expect(await trial.gits()).toEqual([]);
    expect(await trial.leftOver()).toEqual([]);
  });

  test("more than can be indexed at a time wait for their turn", async () => {
    const checks = await trial.checks();
    const many = Array.from({ length: 12 }, () => trial.capture(small, checks));
    for (const each of many) expect(await each).toEqual({ outcome: "passed", whole: true });
    expect(await trial.leftOver()).toEqual([]);
  });

  test("git cannot write its index", async () => {
    const checks = await trial.checks();
    expect((await trial.capture(small, checks)).outcome).toBe("passed");
    await mkdir(path.join(trial.scratch, (await readdir(trial.scratch))[0] ?? "", "1.idx"));
    expect(await trial.capture(small, checks)).toEqual({ outcome: "failed", whole: true });
    expect(trial.logged.join("")).toContain("its connectivity is not checked: fatal: unable to create '1.idx'");
    expect(await trial.leftOver()).toEqual([]);
  });

  test("the scratch directory does not exist: said once, whatever number of repositories follows", async () => {
    const checks = await trial.checks({ scratchDir: "/nonexistent/scratch" });
    expect(await trial.capture(small, checks)).toEqual({ outcome: "failed", whole: true });
    expect(await trial.capture(small, checks)).toEqual({ outcome: "failed", whole: true });
    expect(trial.logged).toHaveLength(1);
    expect(trial.logged[0]).toContain("/nonexistent/scratch");
  });
});

describe("nothing stays behind", () => {
  test("when the run is stopped while git is at work, and others wait for their turn", async () => {
    const controller = new AbortController();
    const checks = await trial.checks({ signal: controller.signal });
    await hang(checks);
    const going = Array.from({ length: 9 }, () => trial.capture(small, checks));
    await until(async () => (await trial.gits()).length >= 2);
    controller.abort(new Error("stopped"));
    going.push(trial.capture(small, checks));
    await Promise.all(going);
    expect(await trial.gits()).toEqual([]);
    await checks.close();
    expect(await readdir(trial.scratch)).toEqual([]);
    expect(await trial.processes()).toEqual([]);
  });

  test("of a worker that was killed a day ago; what may be another's work is left alone", async () => {
    const checks = await trial.checks();
    const [old, young, other] = ["holdfast-packs-old", "holdfast-packs-young", "other"].map((name) =>
      path.join(trial.scratch, name),
    ) as [string, string, string];
    for (const each of [old, young, other]) await mkdir(each);
    await writeFile(path.join(old, "0.pack"), "half");
    const yesterday = new Date(Date.now() - 25 * 3600 * 1000);
    for (const each of [old, other]) await utimes(each, yesterday, yesterday);
    expect((await trial.capture(small, checks)).outcome).toBe("passed");
    await checks.close();
    expect((await readdir(trial.scratch)).sort()).toEqual(["holdfast-packs-young", "other"]);
  });

  test("when the reader stops early, or never begins", async () => {
    const checks = await trial.checks();
    const enough = async (bytes: number) => {
      if (bytes > MIB) throw new Error("no more");
    };
    await expect(trial.capture(large, checks, enough)).rejects.toThrow("no more");
    const bundle = { name: "acme/api", kind: "full", objectFormat: "sha1", wanted: new Map() } as const;
    await (await checks.open(bundle)).connectivity?.close();
    expect(await trial.capture(small, checks)).toEqual({ outcome: "passed", whole: true });
    await checks.close();
    expect(await readdir(trial.scratch)).toEqual([]);
    expect(await trial.processes()).toEqual([]);
  });
});
