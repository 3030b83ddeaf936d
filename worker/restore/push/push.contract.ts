import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { RestoreBench, small } from "../testing/restore-bench";

const MIB = 1024 ** 2;
let bench: RestoreBench;

beforeAll(async () => {
  bench = await RestoreBench.start(
    [small("large", { commits: 60, openBranches: 3, releases: 3 }), small("ci", { workflow: true })],
    async (box) => {
      for (let index = 0; index < 12; index++) await box.commit("acme/large", "refs/heads/main", MIB);
    },
  );
});
afterEach(async () => {
  await bench.box.clearFaults();
  await bench.box.github("limits", { pushBytes: 2 ** 31, tokenLifetimeSeconds: 3600 });
});
afterAll(() => bench.stop());

const restore = (target: string, { of = "large", limitMib = 1900 }: { of?: string; limitMib?: number } = {}) =>
  bench.restore(["--repository", `acme/${of}`, "--target", `acme/${target}`], {
    variables: { PUSH_LIMIT_MIB: String(limitMib) },
  });
const whole = async (target: string, of = "large") => {
  expect(await bench.refs(`acme/${target}`)).toEqual(await bench.refs(`acme/${of}`));
};

describe("a history larger than one push may be", () => {
  test("goes in parts that fit, and nothing of the parts stays", async () => {
    await bench.box.github("limits", { pushBytes: 5 * MIB });
    const run = await restore("in-parts", { limitMib: 4 });
    expect(run.exitCode, run.output).toBe(0);
    await whole("in-parts");
    expect((await bench.receipt(run.id)).pushes).toBeGreaterThanOrEqual(3);
    expect(run.events.map(({ event }) => event)).not.toContain("push-smaller");
    const { sent = 0, of = 0 } = (await bench.record(run.id)).progress?.push ?? {};
    expect(of).toBeGreaterThan(12 * MIB);
    expect(sent / of, `${sent} of ${of}`).toBeCloseTo(1, 1);
  });

  test("finds GitHub's limit by itself where it is lower than was thought", async () => {
    await bench.box.github("limits", { pushBytes: 5 * MIB });
    const run = await restore("smaller-and-smaller");
    expect(run.exitCode, run.output).toBe(0);
    await whole("smaller-and-smaller");
    expect(run.events.map(({ event }) => event)).toContain("push-smaller");
  });

  test("with one commit over the limit is refused in words, and kept for a retry", async () => {
    await bench.box.github("limits", { pushBytes: 900_000 });
    const run = await restore("one-too-large", { limitMib: 1 });
    expect(run.last, run.output).toMatchObject({ code: "push-too-large" });
    expect((await bench.github("/repos/acme/one-too-large")).description).toContain("retry or delete it");
    await bench.box.github("limits", { pushBytes: 2 ** 31 });
    expect((await bench.restore(["--retry", run.id])).exitCode).toBe(0);
    await whole("one-too-large");
  });
});

describe("how far a push is", () => {
  test("stands in the run's record, by git's own count, of what the packs have; and that GitHub unpacks it", async () => {
    const run = await restore("told");
    expect(run.exitCode, run.output).toBe(0);
    const { sent = 0, of = 0, ...rest } = (await bench.record(run.id)).progress?.push ?? {};
    expect(of).toBeGreaterThan(12 * MIB);
    expect(sent / of, `${sent} of ${of}`).toBeCloseTo(1, 1);
    expect(rest).toEqual({ since: expect.any(String), unpacking: true });
  });
});

describe("a push that breaks off goes on by itself", () => {
  test("after a reset in the middle of it", async () => {
    await bench.box.fault("github", {
      match: { operation: "receive-pack" },
      action: { kind: "reset" },
      skip: 1,
      times: 2,
    });
    const run = await restore("reset", { limitMib: 4 });
    expect(run.exitCode, run.output).toBe(0);
    await whole("reset");
    expect(run.events.map(({ event }) => event)).toContain("push-retry");
  });

  test("after an answer that was lost although the push was done", async () => {
    await bench.box.fault("github", { match: { operation: "receive-pack" }, action: { kind: "reset", handled: true } });
    const run = await restore("lost-report");
    expect(run.exitCode, run.output).toBe(0);
    await whole("lost-report");
  });

  test("with another token when the first one has expired between two parts", async () => {
    await bench.box.fault("github", {
      match: { operation: "info-refs", path: "receive-pack" },
      action: { kind: "status", status: 401, headers: { "www-authenticate": 'Basic realm="GitHub"' } },
      skip: 2,
      times: 2,
    });
    const run = await restore("expired", { limitMib: 6 });
    expect(run.exitCode, run.output).toBe(0);
    await whole("expired");
    expect(run.output).not.toContain("ghs_");
  });

  test("after server errors and a limit", async () => {
    for (const status of [503, 429])
      await bench.box.fault("github", {
        match: { operation: "info-refs", path: "receive-pack" },
        action: { kind: "status", status, headers: { "retry-after": "1" } },
      });
    const run = await restore("busy", { of: "ci" });
    expect(run.exitCode, run.output).toBe(0);
    await whole("busy", "ci");
  });
});

describe("what GitHub refuses for its content", () => {
  test("is told ref by ref with GitHub's reason, the others are there, and a retry after mending brings the rest", async () => {
    const reason = "push declined due to repository rule violations";
    const failed = await bench.restore(["--repository", "acme/ci", "--target", "acme/ruled"], {
      killAt: "actions-off",
    });
    await bench.box.github("repositories", {
      organisation: "acme",
      name: "ruled",
      rules: [{ pattern: "^refs/tags/", reason }],
    });
    const refused = await bench.restore(["--retry", failed.id]);
    expect(refused.last, refused.output).toMatchObject({
      code: "push-rules",
      message: expect.stringContaining(reason),
      hint: expect.stringContaining("bypass list"),
    });
    const refs = await bench.refs("acme/ci");
    expect(await bench.refs("acme/ruled")).toEqual(refs.filter((line) => line.includes("refs/heads/")));
    await bench.box.github("repositories", { organisation: "acme", name: "ruled", rules: [] });
    expect((await bench.restore(["--retry", failed.id])).exitCode).toBe(0);
    await whole("ruled", "ci");
  });
});

// Last, for it leaves a branch in the source.
describe("how far a push is where GitHub has a part of it", () => {
  test("is told in bytes alone: a branch of a backup into its own repository", async () => {
    const args = ["--repository", "acme/large", "--ref", "refs/heads/main", "--target", "acme/large"];
    const run = await bench.restore([...args, "--branch", "recovered/main"]);
    expect(run.exitCode, run.output).toBe(0);
    expect((await bench.record(run.id)).progress?.push?.of).toBeUndefined();
  });
});
