import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { APPS } from "@/sandbox/names";
import { FastImport } from "@/sandbox/seed/fast-import";
import { RestoreBench, small } from "./testing/restore-bench";

let bench: RestoreBench;
const ALL = { administration: "write", contents: "write", workflows: "write", metadata: "read" };

beforeAll(async () => {
  bench = await RestoreBench.start([small("web"), small("huge")], async (box) => {
    const stream = new FastImport();
    const files = { "disk.img": Buffer.alloc(101 * 1024 ** 2) };
    stream.commit({
      ref: "refs/heads/main",
      onto: "refs/heads/main",
      parents: [],
      message: "huge",
      author: "Ada Acme",
      time: 1_700_000_000,
      files,
    });
    await stream.writeTo(box.sourceOf("acme/huge"));
  });
});
afterEach(async () => {
  await bench.box.clearFaults();
  await installation({ suspended: false, permissions: ALL });
});
afterAll(() => bench.stop());

const installation = (settings: object) =>
  bench.box.github("installations", { app: APPS.restore.slug, account: "acme", ...settings });
const restore = (target: string, more: string[] = [], of = "web") =>
  bench.restore(["--repository", `acme/${of}`, "--target", target, ...more]);

describe("a check", () => {
  test("says what GitHub would say, keeps it in the run's record, and makes nothing", async () => {
    const run = await restore("acme/checked", ["--check"]);
    expect(run.exitCode, run.output).toBe(0);
    expect(run.output).toMatch(/^ok +acme\/checked is free\.$/m);
    expect(run.output).toMatch(/^unknown +GitHub looks for secrets/m);
    const { state, restore: kept } = await bench.record(run.id);
    expect({
      state,
      only: kept?.check_only,
      refused: kept?.preflight?.some((each) => each.state === "refused"),
    }).toEqual({
      ...{ state: "succeeded", only: true, refused: false },
    });
    expect(await bench.exists("acme/checked")).toBe(false);
    expect((await bench.restore(["--retry", run.id])).last).toMatchObject({ code: "not-found" });
  });

  test("of many says how many names are free, and which are not", async () => {
    const run = await bench.restore(["--all", "--prefix", "", "--check"]);
    expect(run.exitCode).toBe(73);
    expect(run.output).toMatch(/^refused +2 of 2 names cannot be had/m);
  });
});

describe("is refused before anything is made, with a sentence and a hint,", () => {
  const refused = async (target: string, code: string, hint: RegExp, of?: string) => {
    const run = await restore(target, [], of);
    expect(run.last, run.output).toMatchObject({ code, hint: expect.stringMatching(hint) });
    expect(run.exitCode).not.toBe(0);
    expect(await bench.record(run.id)).toMatchObject({ state: "failed", error: { code } });
    return run;
  };

  test("a restore into an organisation where the App is not installed", () =>
    refused("elsewhere/web", "app-not-installed", /Install the App/));

  test.each(["administration", "contents", "workflows"] as const)("one without the permission %s", async (name) => {
    const { [name]: _, ...lacking } = ALL;
    await installation({ permissions: lacking });
    const run = await refused("acme/x", "app-permissions", /approve/);
    expect(run.last?.message).toContain(`${name}: write`);
    await installation({ permissions: ALL });
    expect(await bench.exists("acme/x")).toBe(false);
  });

  test("one of an App that is suspended", async () => {
    await installation({ suspended: true });
    await refused("acme/x", "restore-app-suspended", /unsuspend/);
  });

  test("one over a repository that exists, or over the former name of one", async () => {
    await refused("acme/web", "target-exists", /never overwrites/);
    await bench.box.github("repositories", { organisation: "acme", name: "before" });
    await bench.box.github("repositories", { organisation: "acme", name: "before", renameTo: "after" });
    const run = await refused("acme/before", "target-redirects", /break those links/);
    expect(run.last?.message).toContain("acme/after");
  });

  test("one to a name GitHub would not take", () => refused("acme/web.git", "target-name-invalid", /letters, digits/));

  test("one of a repository with a file GitHub would not take, which is named", async () => {
    const run = await refused("acme/huge-back", "file-too-large", /Git LFS/, "huge");
    expect(run.last?.message).toMatch(/disk\.img with 101 MiB/);
    expect(run.events.map(({ event }) => event)).not.toContain("create");
    expect(await bench.exists("acme/huge-back")).toBe(false);
  });
});
