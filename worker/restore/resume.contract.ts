import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { RestoreBench, small } from "./testing/restore-bench";

let bench: RestoreBench;

beforeAll(async () => {
  bench = await RestoreBench.start([small("api", { commits: 40, openBranches: 4, releases: 5, binaryBytes: 400_000 })]);
});
afterEach(() => bench.box.clearFaults());
afterAll(() => bench.stop());

const restore = (target: string, killAt?: string) =>
  bench.restore(["--repository", "acme/api", "--target", `acme/${target}`], { killAt });

describe("a restore that was killed is finished by a retry, in the one repository that was made, ", () => {
  test.each(["create", "push", "compare", "receipt"])("at %s", async (at) => {
    const name = `killed-at-${at}`;
    const killed = await restore(name, at);
    expect(killed.signal, killed.output).toBe("SIGKILL");
    const before = await bench.github(`/repos/acme/${name}`);
    const retried = await bench.restore(["--retry", killed.id]);
    expect(retried.exitCode, retried.output).toBe(0);
    expect(await bench.refs(`acme/${name}`)).toEqual(await bench.refs("acme/api"));
    const after = await bench.github(`/repos/acme/${name}`);
    expect(after).toMatchObject({ private: true, description: "Sources of api", default_branch: "main" });
    if (before.status === 200) expect(after.id).toBe(before.id);
    expect(await bench.namesOf("acme", name)).toEqual([name]);
    expect(await bench.journal(killed.id, `acme/${name}`)).toMatchObject({ state: "done", by: retried.id });
    expect(await bench.receipt(retried.id)).toMatchObject({ retryOf: killed.id, counts: { missing: 0, different: 0 } });
  });

  test("and a retry of one that is done does nothing", async () => {
    const done = await restore("done");
    const again = await bench.restore(["--retry", done.id]);
    expect(again.exitCode, again.output).toBe(0);
    expect(again.events.map(({ event }) => event)).not.toContain("create");
    expect((await bench.record(again.id)).restore?.counts).toMatchObject({ total: 1, skipped: 1 });
  });
});

test("what was archived is archived last, and a retry of a restore that died there still finishes", async () => {
  await bench.box.github("repositories", { organisation: "acme", name: "api", archived: true });
  expect((await bench.box.worker(["backup"])).exitCode).toBe(0);
  const { snapshot } = await bench.box.newestManifest();
  const args = ["--snapshot", snapshot, "--repository", "acme/api", "--target", "acme/shelved"];
  const killed = await bench.restore(args, { killAt: "receipt" });
  expect(await bench.github("/repos/acme/shelved")).toMatchObject({ archived: true });
  const retried = await bench.restore(["--retry", killed.id]);
  expect(retried.exitCode, retried.output).toBe(0);
  expect(await bench.github("/repos/acme/shelved")).toMatchObject({ archived: true, description: "Sources of api" });
});
