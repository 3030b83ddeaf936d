// What stands between a bucket and a reader: rebuilds that are shared, limited, told, evicted, and survive what goes wrong.
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Browsed, Preparing } from "@/lib/domain/browse";
import { repositoryName } from "@/lib/domain/ids-schema";
import { browseFile, browsePath, openRepository } from "@/lib/operations/browse-backup";
import { BUCKETS } from "@/sandbox/names";
import { CURIOUS, writeCuriousHistory } from "@/sandbox/testing/curious-history";
import { type Day, ThreeDays } from "@/worker/testing/three-days";
import { sizeOf } from "./scratch-room";
import { BrowseBench } from "./testing/browse-bench";

/** What is reserved for any repository besides its bundles. */
const BESIDES = 64 * 1024 * 1024;

let world: ThreeDays;
beforeAll(async () => {
  world = await ThreeDays.start((box) => writeCuriousHistory(box.sourceOf("acme/billing")));
});
afterAll(() => world?.stop());

let parent: string;
const benches: BrowseBench[] = [];
beforeEach(async () => {
  parent = await mkdtemp(path.join(tmpdir(), "holdfast-browse-test-"));
});
afterEach(async () => {
  await world.box.clearFaults();
  for (const bench of benches.splice(0)) await bench.close();
  await rm(parent, { recursive: true, force: true });
});

function open(limits: Partial<ConstructorParameters<typeof BrowseBench>[1]> = {}, now?: () => number): BrowseBench {
  const bench = new BrowseBench(world.box, { parent, ...limits }, now);
  benches.push(bench);
  return bench;
}

const of = (repository: string, day: Day = world.newest): Browsed => ({
  snapshot: day.manifest.snapshot,
  repository: repositoryName.parse(repository),
  side: "primary",
});
const billing = () => of("acme/billing");
const storefront = () => of("acme/storefront");
const torture = () => of("acme/git-torture");
const bytesOf = (repository: string) => world.entry(repository).chain.reduce((sum, link) => sum + link.size_bytes, 0);
const top = { ref: "refs/heads/curious", path: "", find: "" };
const readme = (bench: BrowseBench) => browsePath(bench.deps, { ...billing(), ...top, path: "README.md" });

/** Directories of repositories, of all processes. */
const kept = async () => {
  const rooms = await readdir(parent);
  return (await Promise.all(rooms.map((room) => readdir(path.join(parent, room))))).flat();
};

async function hits(server: "s3" | "s3Replica", id: string): Promise<number> {
  const { faults } = (await (await fetch(`${world.box.urls[server]}/_sandbox/faults`)).json()) as {
    faults: { id: string; hits: number }[];
  };
  return faults.find((each) => each.id === id)?.hits ?? -1;
}

describe("making one", () => {
  test("two who ask at once wait for one rebuild, and each bundle is read once", async () => {
    const bench = open();
    await world.box.fault("s3", {
      id: "read",
      match: { path: "/storefront[./]" },
      action: { kind: "watch" },
      times: 0,
    });
    const [one, other] = await Promise.all([bench.ready(storefront()), bench.ready(storefront())]);
    expect(one).toEqual(other);
    expect(await hits("s3", "read")).toBe(world.entry("acme/storefront").chain.length);
    expect(await kept()).toHaveLength(1);
  });

  test("is told with numbers that move: what is read, then what is unpacked", async () => {
    const bench = open();
    await world.box.fault("s3", {
      match: { path: "/storefront[./]" },
      action: { kind: "slow", bytesPerSecond: 60_000 },
      times: 0,
    });
    const seen: Preparing[] = [];
    for (;;) {
      const found = await openRepository(bench.deps, storefront());
      if (found.state === "ready") break;
      seen.push(found);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(new Set(seen.map(({ total }) => total))).toEqual(new Set([bytesOf("acme/storefront")]));
    const read = seen.filter(({ phase }) => phase === "reading").map(({ done }) => done);
    expect(new Set(read).size).toBeGreaterThan(2);
    expect(read).toEqual([...read].sort((one, next) => one - next));
    const order = ["waiting", "reading", "unpacking"];
    const phases = seen.map(({ phase }) => order.indexOf(phase));
    expect(phases).toEqual([...phases].sort());
  });

  test("at most so many are made at a time; the others say that they wait, and come in turn", async () => {
    const bench = open({ rebuilds: 1 });
    await world.box.fault("s3", { match: { path: "\\.bundle" }, action: { kind: "delay", ms: 300 }, times: 0 });
    await openRepository(bench.deps, billing());
    expect(await openRepository(bench.deps, storefront())).toMatchObject({ state: "preparing", phase: "waiting" });
    await bench.ready(storefront());
    expect((await openRepository(bench.deps, billing())).state).toBe("ready");
  });

  test("whatever is asked before that is refused, and makes it begin", async () => {
    const bench = open();
    await expect(readme(bench)).rejects.toMatchObject({ code: "browse-preparing" });
    await bench.ready(billing());
    expect(await readme(bench)).toMatchObject({ kind: "file" });
  });
});

describe("limits", () => {
  test("a repository that is too large is refused before a byte is read, and the other way is named", async () => {
    await world.box.fault("s3", { id: "read", match: { path: "\\.bundle" }, action: { kind: "watch" }, times: 0 });
    for (const limits of [{ repositoryBytes: 1000 }, { totalBytes: BESIDES + 1000 }]) {
      const refused = await openRepository(open(limits).deps, billing()).catch((error) => error);
      expect(refused).toMatchObject({ code: "browse-too-large", hint: expect.stringContaining("`git clone`") });
    }
    expect(await hits("s3", "read")).toBe(0);
    expect(await readdir(parent)).toEqual([]);
  });

  test("where there is no room, the one goes that was not looked into for longest", async () => {
    const generous = open();
    for (const repository of [billing(), torture()]) await generous.ready(repository);
    const small = (await sizeOf(parent)) - 1;
    await generous.close();
    let now = 1;
    const bench = open({ totalBytes: BESIDES + 2 * bytesOf("acme/storefront") + small }, () => now);
    await bench.ready(billing());
    now = 2;
    await bench.ready(torture());
    now = 3;
    await readme(bench);
    await bench.ready(storefront());
    expect(await kept()).toHaveLength(2);
    expect((await openRepository(bench.deps, billing())).state).toBe("ready");
    expect((await openRepository(bench.deps, torture())).state).toBe("preparing");
  });

  test("and never one that is being read: then whoever comes is sent away, and may come again", async () => {
    let now = 1;
    const bench = open({ totalBytes: BESIDES + 2 * bytesOf("acme/storefront") + 1000 }, () => now);
    await bench.ready(billing());
    const file = await browseFile(bench.deps, { ...billing(), ...top, path: "huge.log" });
    await expect(bench.ready(storefront())).rejects.toMatchObject({ code: "browse-busy" });
    expect(Buffer.concat(await bench.drain(file.body))).toEqual(CURIOUS.huge);
    now = 20_000;
    await bench.ready(storefront());
    expect(await kept()).toHaveLength(1);
  });

  test("what nobody looked into for so long is removed, and made again when it is asked for", async () => {
    let now = 0;
    const bench = open({ idleMs: 4000 }, () => now);
    await bench.ready(billing());
    now = 3999;
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect(await kept()).toHaveLength(1);
    now = 10_000;
    await expect.poll(kept, { timeout: 5000 }).toEqual([]);
    await bench.ready(billing());
    expect(await readme(bench)).toMatchObject({ kind: "file" });
  });
});

describe("what goes wrong", () => {
  test("the primary is away: the replica has it, and that is said", async () => {
    await world.box.fault("s3", { match: { path: "\\.bundle" }, action: { kind: "status", status: 503 }, times: 0 });
    const bench = open();
    const { notices } = await bench.ready(billing());
    expect(notices).toEqual([expect.stringContaining(`came from ${BUCKETS.replica}`)]);
    expect(await readme(bench)).toMatchObject({ kind: "file" });
  });

  test("a bundle that is another than was written is not looked into; a sound one is, soon after", async () => {
    let now = 0;
    const bench = open({}, () => now);
    for (const server of ["s3", "s3Replica"] as const)
      await world.box.fault(server, {
        match: { path: "billing\\.bundle" },
        action: { kind: "corrupt", atByte: 999 },
        times: 0,
      });
    await expect(bench.ready(billing())).rejects.toMatchObject({
      code: expect.stringMatching(/^bundle-|^object-damaged/),
    });
    expect(await kept()).toEqual([]);
    await world.box.clearFaults();
    // Not at every poll of every page.
    await expect(openRepository(bench.deps, billing())).rejects.toMatchObject({
      code: expect.stringMatching(/^bundle-/),
    });
    now = 10_001;
    await bench.ready(billing());
    expect(await readme(bench)).toMatchObject({ kind: "file" });
  });

  test("a bundle with a broken pack and no hash is git's to refuse", async () => {
    // Format 1 has no hash that would tell before git does.
    const old = world.formatOne;
    const oldKey = `github-backup/${old}/acme/billing.bundle`;
    const before = await world.box.object(oldKey);
    const broken = Buffer.from(before);
    broken.fill(7, broken.length - 400, broken.length - 200);
    await world.box.s3.send(new PutObjectCommand({ Bucket: BUCKETS.backups, Key: oldKey, Body: broken }));
    const bench = open();
    await expect(bench.ready({ ...billing(), snapshot: old })).rejects.toMatchObject({ code: "bundle-corrupt" });
    await world.box.s3.send(new PutObjectCommand({ Bucket: BUCKETS.backups, Key: oldKey, Body: before }));
    expect(await open().ready({ ...billing(), snapshot: old })).toMatchObject({ head: "refs/heads/main" });
  });

  test("somebody tidied up the disk: it is made again, and nobody is told of damage", async () => {
    const bench = open();
    await bench.ready(billing());
    for (const room of await readdir(parent)) await rm(path.join(parent, room, "1"), { recursive: true });
    await expect(readme(bench)).rejects.toMatchObject({ code: "browse-preparing" });
    await bench.ready(billing());
    expect(await readme(bench)).toMatchObject({ kind: "file" });
  });

  test("what a killed process left is removed by the next one, what a living one has is not, nor what is not ours", async () => {
    const dead = spawn(process.execPath, ["-e", ""]);
    await new Promise((resolve) => dead.once("exit", resolve));
    const rooms = [
      `holdfast-browse-${dead.pid}-abc-x1y2z3`,
      `holdfast-browse-${process.ppid}-abc-x1y2z3`,
      "somebody-elses",
    ];
    // A container's first process has the number of the one before it.
    rooms.push(`holdfast-browse-${process.pid}-before-x1y2z3`);
    for (const room of rooms) await mkdir(path.join(parent, room, "1", "repository.git"), { recursive: true });
    await writeFile(path.join(parent, "holdfast-browse-1-file-abc"), "");
    const bench = open();
    await bench.ready(billing());
    const left = await readdir(parent);
    expect(left).toEqual(expect.arrayContaining([rooms[1], rooms[2], "holdfast-browse-1-file-abc"]));
    expect(left).not.toContain(rooms[0]);
    expect(left).not.toContain(rooms[3]);
    await bench.close();
    expect((await readdir(parent)).filter((room) => room.startsWith(`holdfast-browse-${process.pid}-`))).toEqual([]);
  });

  test("ended in the middle of a rebuild, nothing of it is left, neither files nor processes", async () => {
    await world.box.fault("s3", {
      match: { path: "\\.bundle" },
      action: { kind: "slow", bytesPerSecond: 1000 },
      times: 0,
    });
    const bench = open();
    await openRepository(bench.deps, storefront());
    await expect.poll(async () => (await kept()).length).toBe(1);
    await bench.close();
    expect(await readdir(parent)).toEqual([]);
  });

  test("a reader who leaves in the middle of a file, or never begins, holds nothing", async () => {
    const bench = open();
    await bench.ready(billing());
    const huge = { ...billing(), ...top, path: "huge.log" };
    for (let count = 0; count < 20; count++) {
      const { body } = await browseFile(bench.deps, huge);
      const iterator = body[Symbol.asyncIterator]();
      if (count % 2 === 0) await iterator.next();
      await iterator.return?.();
    }
    expect(await bench.bytes(huge)).toEqual(CURIOUS.huge);
    // Eight at a time, and nobody waits for the ninth.
    const taken = await Promise.all(Array.from({ length: 8 }, () => browseFile(bench.deps, huge)));
    await expect(browseFile(bench.deps, huge)).rejects.toMatchObject({ code: "browse-busy" });
    for (const { body } of taken) await body[Symbol.asyncIterator]().return?.();
  });
});
